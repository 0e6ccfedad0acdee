"""A conversation in Slack's words: plain text that nothing in it can make into a mention, a link with another name, or markup."""

from __future__ import annotations

import json

from integrations.connectors import Prepared
from integrations.connectors.transcript import letter
from integrations.envelope import Envelope
from integrations.models import Integration

ADDRESS = "https://hooks.slack.com/services/…"
JSON = "application/json; charset=utf-8"
LIMIT = 39_000  # Slack cuts without a word at 40 000 characters, counted after escaping


def prepare(envelope: Envelope, integration: Integration) -> Prepared:
    text = escape(letter(envelope, LIMIT, size=lambda part: len(escape(part))))
    body = {"text": text, "mrkdwn": False, "link_names": False, "unfurl_links": False, "unfurl_media": False}
    return Prepared("POST", ADDRESS, json.dumps(body, ensure_ascii=False).encode(), JSON)


def escape(text: str) -> str:
    """The three characters of `<@user>`, `<!channel>` and `<address|words>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
