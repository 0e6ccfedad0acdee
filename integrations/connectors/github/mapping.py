"""A conversation as an issue: its title is plain text in GitHub, its body a fence."""

from __future__ import annotations

import json

from integrations.connectors import Prepared
from integrations.connectors.fenced import fenced
from integrations.connectors.transcript import heading, letter
from integrations.envelope import Envelope
from integrations.models import Integration

JSON = "application/json; charset=utf-8"
TITLE_LIMIT = 256  # characters
MARK = 8  # characters of the forward's id
BODY_LIMIT = 65_000  # of 65 536 characters
GRAPHQL = "https://api.github.com/graphql"
HEADERS = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}


def address(integration: Integration) -> str:
    return f"https://api.github.com/repos/{integration.settings['repository']}"


def prepare(envelope: Envelope, integration: Integration) -> Prepared:
    mark = f" ({envelope.forward[:MARK]})"  # by which an issue of the same press is known again
    title = heading(envelope)[: TITLE_LIMIT - len(mark)] + mark
    issue: dict[str, object] = {"title": title, "body": fenced(letter(envelope, BODY_LIMIT, size=lambda part: len(fenced(part))))}
    if label := integration.settings.get("label"):
        issue["labels"] = [label]
    return Prepared("POST", f"{address(integration)}/issues", json.dumps(issue, ensure_ascii=False).encode(), JSON, HEADERS)
