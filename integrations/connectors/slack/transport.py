"""One POST to the webhook's address."""

from __future__ import annotations

from datetime import datetime

from integrations import outbound
from integrations.connectors import Outcome, Prepared, Secrets
from integrations.connectors.answers import guarded, outcome_of, said
from integrations.connectors.slack.mapping import JSON
from integrations.models import Integration
from integrations.outbound import Answer

EMPTY = b'{"text": ""}'
THERE = ("no_text", "invalid_payload", "missing_text_or_fallback_or_attachments")  # what a webhook that works says to nothing


@guarded
def send(prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome:
    return outcome_of(_post(secrets, prepared.body), secrets=secrets)


@guarded
def check(integration: Integration, secrets: Secrets) -> Outcome:
    """An empty message: Slack refuses it with a word of its own where the webhook is alive, and posts nothing."""
    answer = _post(secrets, EMPTY)
    if answer.status == 400 and said(answer).strip() in THERE:
        return Outcome(delivered=True, status=400)
    return outcome_of(answer, secrets=secrets)


def _post(secrets: Secrets, body: bytes) -> Answer:
    return outbound.fetch("POST", secrets["webhook_url"], headers={"content-type": JSON}, body=body, purpose="integration.slack")
