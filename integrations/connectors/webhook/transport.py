"""One signed POST."""

from __future__ import annotations

from datetime import datetime

from integrations import outbound
from integrations.connectors import Outcome, Prepared, Secrets
from integrations.connectors.answers import guarded, outcome_of
from integrations.connectors.webhook.mapping import JSON
from integrations.connectors.webhook.signing import headers_of
from integrations.models import Integration
from integrations.outbound import Answer

GONE = frozenset({410})


@guarded
def send(prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome:
    """To the address that is set now: one that was corrected takes what still waits. Every refusal but 410 may pass."""
    answer = _post(integration, prepared.body, secrets, delivery_id, at)
    passing = frozenset({answer.status} - GONE) if answer.status >= 400 else frozenset()
    return outcome_of(answer, secrets=secrets, disable=GONE, passing=passing)


@guarded
def check(integration: Integration, secrets: Secrets) -> Outcome:
    """Whether the address may be asked. Nobody is asked: until the first press, or a sample that somebody sends, nothing knocks there."""
    outbound.check(str(integration.settings["url"]))
    return Outcome(delivered=True)


def _post(integration: Integration, body: bytes, secrets: Secrets, delivery_id: str, at: datetime) -> Answer:
    headers = {"content-type": JSON, **headers_of(body, secrets, delivery_id=delivery_id, at=at)}
    return outbound.fetch("POST", str(integration.settings["url"]), headers=headers, body=body, purpose="integration.webhook")
