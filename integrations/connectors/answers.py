"""What an answer of the other side means: delivered, worth another try, or wrong until somebody changes the settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from chat.text import clean_line
from integrations.connectors import Outcome, Secrets
from integrations.outbound import Answer, OutboundFailed, OutboundRefused

DETAIL_BYTES = 1024
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
WRONG_SETTINGS = frozenset({401, 403, 404, 410})  # the key or the place is no longer theirs to use

P = ParamSpec("P")


def guarded(way: Callable[P, Outcome]) -> Callable[P, Outcome]:
    """For `send` and `check`: what the guarded door refuses, or fails at, is an outcome too."""

    @wraps(way)
    def outcome(*given: P.args, **named: P.kwargs) -> Outcome:
        try:
            return way(*given, **named)
        except (OutboundRefused, OutboundFailed) as trouble:
            return Outcome(delivered=False, retry=trouble.retry, detail=clean_detail(trouble.detail))

    return outcome


def outcome_of(answer: Answer, *, secrets: Secrets, disable: frozenset[int] = WRONG_SETTINGS, passing: frozenset[int] = PASSING) -> Outcome:
    """The usual reading: 2xx is delivered, `passing` is worth another try, `disable` is wrong for every delivery; so is no other."""
    if answer.ok:
        return Outcome(delivered=True, status=answer.status)
    again = answer.status in passing
    return Outcome(
        delivered=False,
        status=answer.status,
        retry=again,
        retry_after_s=answer.retry_after_s if again else None,
        disable=answer.status in disable,
        detail=clean_detail(f"{answer.status} {said(answer)}", secrets),
    )


def record_of(answer: Answer) -> dict[str, Any]:
    """The answer's JSON object; {} for anything else."""
    try:
        whole = answer.json()
    except OutboundFailed:
        return {}
    return whole if isinstance(whole, dict) else {}


def said(answer: Answer) -> str:
    """What the other side says for people: the sentence of a JSON answer, or its text."""
    whole = record_of(answer)
    sentences = (whole.get(name) for name in ("detail", "message", "title", "error"))
    return next((sentence for sentence in sentences if isinstance(sentence, str)), answer.text)


def clean_detail(text: str, secrets: Secrets | None = None) -> str:
    """One line of at most 1 kB, without control characters and secrets: what it says is the other side's, and never markup."""
    for secret in filter(None, (secrets or {}).values()):
        text = text.replace(secret, "…")
    return clean_line(text.replace("\x00", ""), DETAIL_BYTES).encode()[:DETAIL_BYTES].decode(errors="ignore")
