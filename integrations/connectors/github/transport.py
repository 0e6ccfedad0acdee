"""Look whether the issue is there, then make it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from chat.times import rfc3339
from integrations import outbound
from integrations.connectors import Outcome, Prepared, Secrets
from integrations.connectors.answers import PASSING, guarded, outcome_of, record_of
from integrations.connectors.github.mapping import GRAPHQL, HEADERS, JSON, address
from integrations.models import Integration
from integrations.outbound import Answer

TRIED_AT_MOST = timedelta(days=4)  # longer than any delivery is tried: an issue of the same press is not older
LOOKED_AT = 100
WAIT_AT_MOST_S = 86_400
UNREADABLE = Outcome(delivered=False, status=200, retry=True, detail="GitHub did not say which issues there are.")
# Titles alone: bodies of a hundred issues would be more than anybody reads of an answer.
TITLES = """query ($owner: String!, $name: String!, $since: DateTime!, $count: Int!) {
  repository(owner: $owner, name: $name) {
    issues(first: $count, filterBy: {since: $since}, orderBy: {field: CREATED_AT, direction: DESC}) { nodes { title } }
  }
}"""


@guarded
def send(prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome:
    title = json.loads(prepared.body)["title"]
    answer = _titles(integration, secrets, at)
    there = _read(answer)
    if there is None:
        return _outcome(answer, secrets) if answer.status != 200 else UNREADABLE
    if title in there:
        return Outcome(delivered=True, status=200)
    return _outcome(_ask("POST", prepared.url, secrets, prepared.body), secrets)


def _titles(integration: Integration, secrets: Secrets, at: datetime) -> Answer:
    owner, _slash, name = integration.settings["repository"].partition("/")
    asked = {"owner": owner, "name": name, "since": rfc3339(at - TRIED_AT_MOST), "count": LOOKED_AT}
    return _ask("POST", GRAPHQL, secrets, json.dumps({"query": TITLES, "variables": asked}).encode())


def _read(answer: Answer) -> set[str] | None:
    """The titles; None where the answer has none to read, as when GraphQL says with 200 that it could not."""
    try:
        return {issue["title"] for issue in record_of(answer)["data"]["repository"]["issues"]["nodes"]}
    except (KeyError, TypeError):
        return None


@guarded
def check(integration: Integration, secrets: Secrets) -> Outcome:
    """Whether the token sees the repository, and whether it takes issues."""
    answer = _ask("GET", address(integration), secrets)
    about = record_of(answer)
    if answer.status == 200 and (about.get("archived") or not about.get("has_issues", True)):
        return Outcome(delivered=False, status=200, disable=True, detail="This repository takes no issues.")
    return _outcome(answer, secrets)


def _ask(method: str, url: str, secrets: Secrets, body: bytes = b"") -> Answer:
    headers = {**HEADERS, "authorization": f"Bearer {secrets['token']}", **({"content-type": JSON} if body else {})}
    return outbound.fetch(method, url, headers=headers, body=body, purpose="integration.github")


def _outcome(answer: Answer, secrets: Secrets) -> Outcome:
    """GitHub says with 403, too, that somebody was too fast: then `Retry-After` is there, or nothing remains until the reset."""
    used_up = answer.headers.get("x-ratelimit-remaining") == "0"
    if answer.status in (403, 429) and (used_up or answer.retry_after_s is not None):
        usual = outcome_of(answer, secrets=secrets, passing=PASSING | {403}, disable=frozenset())
        return usual if usual.retry_after_s is not None else replace(usual, retry_after_s=_until_reset(answer))
    return outcome_of(answer, secrets=secrets)


def _until_reset(answer: Answer) -> int | None:
    raw = answer.headers.get("x-ratelimit-reset", "")
    if not (raw.isascii() and raw.isdigit()):
        return None
    return max(1, min(int(raw[:12]) - int(timezone.now().timestamp()), WAIT_AT_MOST_S))
