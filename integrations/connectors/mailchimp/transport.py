"""One PUT; the key is the password of HTTP's basic sign-in, whatever the name."""

from __future__ import annotations

import base64
from datetime import datetime

from integrations import outbound
from integrations.connectors import Outcome, Prepared, Secrets
from integrations.connectors.answers import PASSING, guarded, outcome_of, record_of
from integrations.connectors.mailchimp.mapping import JSON, audience
from integrations.models import Integration
from integrations.outbound import Answer


@guarded
def send(prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome:
    return _outcome(_ask(prepared.method, prepared.url, secrets, prepared.body), secrets)


@guarded
def check(integration: Integration, secrets: Secrets) -> Outcome:
    """Whether the key sees the audience: its name alone."""
    return _outcome(_ask("GET", f"{audience(integration)}?fields=id,name", secrets), secrets)


def _ask(method: str, url: str, secrets: Secrets, body: bytes = b"") -> Answer:
    proof = base64.b64encode(f"parley:{secrets['api_key']}".encode()).decode()
    headers = {"authorization": f"Basic {proof}", **({"content-type": JSON} if body else {})}
    return outbound.fetch(method, url, headers=headers, body=body, purpose="integration.mailchimp")


def _outcome(answer: Answer, secrets: Secrets) -> Outcome:
    """Too many connections can also be a 403 without a word of JSON: a key that is refused has one."""
    if answer.status == 403 and not record_of(answer):
        return outcome_of(answer, secrets=secrets, passing=PASSING | {403}, disable=frozenset())
    return outcome_of(answer, secrets=secrets)
