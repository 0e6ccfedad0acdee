"""How lines become a fact, and seconds within hours: tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chat.hours import Hours
from panel.reports.folding import Line, Present, fold, settle
from panel.reports.models import Fact

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
OSCAR, ADA = 7, 8


def lines(*said: str) -> list[Line]:
    """`v` the visitor, `o` and `a` operators, `n` a note, `b` an automatic message, anything else an activity; a minute apart."""
    authors = {"v": ("visitor", 1), "o": ("operator", OSCAR), "a": ("operator", ADA), "n": ("operator", OSCAR), "b": ("bot", 0)}
    made = []
    for number, what in enumerate(said, 1):
        kind, author = {"n": "note"}.get(what, "text"), authors.get(what)
        data: dict[str, Any] | None = None
        if author is None:
            kind, author, data = "activity", ("system", 0), {"event": what}
        made.append(Line(number, *author, kind, data, START + timedelta(minutes=number - 1)))
    return made


def folded(*said: str, closed: int | None = None, assignee: int | None = None) -> Fact:
    fact = Fact()
    fold(fact, lines(*said))
    closed_at = None if closed is None else START + timedelta(minutes=closed)
    settle(fact, Present(closed_at, assignee, None, [], None), Hours())
    return fact


@pytest.mark.parametrize(
    ("said", "closed", "expected"),
    [
        (("v",), None, {"replied_in_s": None, "missed": False, "from_visitor": 1}),
        (("v", "n", "b", "o"), None, {"replied_in_s": 180, "replied_by": OSCAR}),  # neither a note nor a bot answers
        (("o", "v", "a"), None, {"replied_in_s": 60, "replied_by": ADA, "operator": ADA}),  # who wrote first has not answered
        (("o",), None, {"asked_at": None, "replied_in_s": None}),  # and a visitor who says nothing has begun nothing
        (("v", "closed"), 1, {"missed": True, "resolved_in_s": 60}),
        (("v", "o", "closed", "reopened", "v", "closed"), 5, {"missed": False, "reopened": 1, "resolved_in_s": 300}),
        (("v", "merged_into"), 1, {"merged": True}),
        (("v", "merged_into", "unmerged_from"), None, {"merged": False, "missed": False}),
        (("v", "o", "o", "a"), None, {"texts": {str(OSCAR): 2, str(ADA): 1}}),
    ],
)
def test_what_a_fact_says(said: tuple[str, ...], closed: int | None, expected: dict[str, Any]) -> None:
    fact = folded(*said, closed=closed)
    assert {name: getattr(fact, name) for name in expected} == expected


def test_whoever_it_is_assigned_to_has_it() -> None:
    assert folded("v", "o", assignee=ADA).operator == ADA


@pytest.mark.parametrize("cuts", [(0, 7), (3, 7), (1, 2, 5, 7), (7, 7), (5, 3, 7)])
def test_lines_taken_in_pieces_or_twice_are_the_same(cuts: tuple[int, ...]) -> None:
    said = lines("v", "n", "o", "closed", "reopened", "v", "a")
    whole, pieces = Fact(), Fact()
    fold(whole, said)
    for cut in cuts:
        fold(pieces, said[:cut])
    assert {**whole.__dict__, "_state": None} == {**pieces.__dict__, "_state": None}


WEEKDAYS = (((9 * 60, 17 * 60),),) * 5 + ((),) * 2
NIGHTS = (((22 * 60, 6 * 60),),) * 7


@pytest.mark.parametrize(
    ("hours", "start", "end", "seconds"),
    [
        (Hours(), "2026-03-02T09:00", "2026-03-03T09:00", 24 * 3600),
        (Hours("UTC", WEEKDAYS), "2026-03-02T09:00", "2026-03-02T09:30", 1800),
        (Hours("UTC", WEEKDAYS), "2026-03-02T16:30", "2026-03-03T09:30", 3600),
        (Hours("UTC", WEEKDAYS), "2026-03-06T16:00", "2026-03-09T10:00", 2 * 3600),  # over a weekend
        (Hours("UTC", WEEKDAYS), "2026-03-07T09:00", "2026-03-07T12:00", 0),
        (Hours("UTC", WEEKDAYS, {date(2026, 3, 3): ()}), "2026-03-02T16:30", "2026-03-04T09:30", 3600),
        (Hours("UTC", NIGHTS), "2026-03-02T23:00", "2026-03-03T07:00", 7 * 3600),
        (Hours("UTC", NIGHTS), "2026-03-02T01:00", "2026-03-02T02:00", 3600),  # of the night before
        (Hours("Europe/Lisbon", NIGHTS), "2026-03-28T22:00", "2026-03-29T05:00", 7 * 3600),  # a clock that jumps
        (Hours("UTC", WEEKDAYS), "2026-03-03T10:00", "2026-03-02T10:00", 0),
        (Hours("UTC", WEEKDAYS), "2021-03-01T09:00", "2026-03-02T09:00", 1305 * 8 * 3600),  # five years
    ],
)
def test_seconds_within_hours(hours: Hours, start: str, end: str, seconds: int) -> None:
    since, until = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (start, end))
    assert hours.open_seconds(since, until) == seconds
