"""How the lines of a conversation become its fact: one after the other, in the order of their numbers. Asks nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from chat.hours import Hours
from panel.reports.models import Fact


class Line(NamedTuple):
    """What of a message matters here."""

    number: int
    author_kind: str
    author_id: int
    kind: str
    data: dict[str, Any] | None
    created_at: datetime


class Present(NamedTuple):
    """How a conversation stands now."""

    closed_at: datetime | None
    assignee: int | None
    department: int | None
    tags: list[int]
    score: int | None
    commented: bool = False


def fold(fact: Fact, lines: Iterable[Line]) -> None:
    """Take lines in. Those that it has already, it leaves out: twice is fine."""
    for line in lines:
        if line.number <= fact.seen:
            continue
        fact.seen = line.number
        if line.kind == "activity":
            _note(fact, str((line.data or {}).get("event")))
        elif line.author_kind == "visitor":
            fact.from_visitor += 1
            fact.asked_at = fact.asked_at or line.created_at
        elif line.author_kind == "operator" and line.kind == "text":
            _answer(fact, line)


def _answer(fact: Fact, line: Line) -> None:
    author = str(line.author_id)
    fact.texts[author] = fact.texts.get(author, 0) + 1
    if fact.asked_at is not None and fact.replied_at is None:
        fact.replied_at, fact.replied_by = line.created_at, line.author_id


def _note(fact: Fact, event: str) -> None:
    if event == "reopened":
        fact.reopened += 1
    elif event in ("merged_into", "unmerged_from"):
        fact.merged = event == "merged_into"


def settle(fact: Fact, now: Present, hours: Hours) -> None:
    """Put in how it stands, and reckon what follows from that."""
    fact.closed_at, fact.department, fact.tags, fact.score = now.closed_at, now.department, now.tags, now.score
    fact.commented = now.commented
    fact.operator = now.assignee or fact.replied_by
    fact.missed = fact.closed_at is not None and fact.replied_at is None
    fact.replied_in_s = _seconds(hours, fact.asked_at, fact.replied_at)
    fact.resolved_in_s = _seconds(hours, fact.asked_at, fact.closed_at)


def _seconds(hours: Hours, start: datetime | None, end: datetime | None) -> int | None:
    return None if start is None or end is None else hours.open_seconds(start, end)
