"""One POST to the webhook's address."""

from __future__ import annotations

from datetime import datetime

from integrations import outbound
from integrations.connectors import Outcome, Prepared, Secrets
from integrations.connectors.answers import guarded, outcome_of, record_of
from integrations.connectors.mattermost.mapping import JSON
from integrations.models import Integration
from integrations.outbound import Answer

EMPTY = b'{"text": ""}'
NO_TEXT = "web.incoming_webhook.text.app_error"  # what a webhook that works says to nothing


@guarded
def send(prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome:
    return outcome_of(_post(secrets, prepared.body), secrets=secrets)


@guarded
def check(integration: Integration, secrets: Secrets) -> Outcome:
    """An empty post: Mattermost finds the webhook first and then refuses the text, and posts nothing."""
    answer = _post(secrets, EMPTY)
    if answer.status == 400 and record_of(answer).get("id") == NO_TEXT:
        return Outcome(delivered=True, status=400)
    return outcome_of(answer, secrets=secrets)


def _post(secrets: Secrets, body: bytes) -> Answer:
    return outbound.fetch("POST", secrets["webhook_url"], headers={"content-type": JSON}, body=body, purpose="integration.mattermost")
