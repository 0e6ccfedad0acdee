"""The body of a webhook, as the contract has it."""

from __future__ import annotations

from urllib.parse import urlsplit

import orjson

from chat.times import rfc3339
from integrations.connectors import Prepared
from integrations.envelope import Envelope
from integrations.models import Integration

TYPE = "conversation.forwarded"
JSON = "application/json"


def place(integration: Integration) -> str:
    """Its host."""
    return urlsplit(str(integration.settings.get("url", ""))).hostname or ""


def prepare(envelope: Envelope, integration: Integration) -> Prepared:
    body = {"type": TYPE, "timestamp": rfc3339(envelope.pressed_at), "data": envelope.data}
    return Prepared("POST", str(integration.settings.get("url", "")), orjson.dumps(body), JSON)
