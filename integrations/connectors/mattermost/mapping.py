"""A conversation in Mattermost's words: a text in a fence."""

from __future__ import annotations

import json

from integrations.connectors import Prepared
from integrations.connectors.fenced import fenced
from integrations.connectors.transcript import letter
from integrations.envelope import Envelope
from integrations.models import Integration

JSON = "application/json"
LIMIT = 16_000  # a post holds 16 383 characters, and what is longer becomes several posts


def prepare(envelope: Envelope, integration: Integration) -> Prepared:
    text = fenced(letter(envelope, LIMIT, size=lambda part: len(fenced(part))))
    return Prepared("POST", f"{integration.settings['server']}/hooks/…", json.dumps({"text": text}, ensure_ascii=False).encode(), JSON)
