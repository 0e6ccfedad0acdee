"""What reports answer with: one shape a report, for the panel and REST alike. Seconds are within the hours that the project keeps."""

from __future__ import annotations

from typing import Literal, TypedDict

from chat.shapes import DepartmentRefShape, OperatorShape, PersonShape


class SpanShape(TypedDict):
    """Whole days of the project's time zone, both included."""

    since: str
    until: str


class SecondsShape(TypedDict):
    """Of what there is: half of them took at most the median, nine of ten at most `p90`. Null where there is none."""

    median: int | None
    p90: int | None


class RatedShape(TypedDict):
    """How many rated: good is a score of 4 or 5, fine of 3, bad of 1 or 2."""

    ratings: int
    good: int
    fine: int
    bad: int


class FiguresShape(TypedDict):
    """Conversations that visitors began in the span. `missed` ended before a person answered; `waiting` wait for the first answer.

    `soon` were answered within five minutes.
    """

    chats: int
    answered: int
    soon: int
    missed: int
    waiting: int
    closed: int
    reopened: int
    first_response: SecondsShape
    resolution: SecondsShape
    rated: RatedShape


class SummaryShape(TypedDict):
    """A span, and the one of the same length before it."""

    zone: str
    span: SpanShape
    now: FiguresShape
    span_before: SpanShape
    before: FiguresShape


class DayFiguresShape(TypedDict):
    """One day; `chats_before` is the day in the same place of the span before."""

    date: str
    chats: int
    chats_before: int
    missed: int
    first_response: SecondsShape


class HourFiguresShape(TypedDict):
    """One hour of the week: weekday 1 is Monday. `operator_minutes` is how long operators could answer, all of them together."""

    weekday: int
    hour: int
    chats: int
    missed: int
    operator_minutes: int


class OperatorFiguresShape(TypedDict):
    """One operator: the conversations that are theirs, the lines that they wrote, and how long they could answer."""

    operator: PersonShape
    figures: FiguresShape
    texts: int
    online_minutes: int


class DepartmentFiguresShape(TypedDict):
    """One department; null for the conversations of none."""

    department: DepartmentRefShape | None
    figures: FiguresShape


class TagFiguresShape(TypedDict):
    """One tag. A conversation with two counts for both."""

    tag: str
    figures: FiguresShape


class ProjectFiguresShape(TypedDict):
    """One project, in its own time zone."""

    project: DepartmentRefShape
    figures: FiguresShape


class RatedTalkShape(TypedDict):
    """What somebody said with their rating."""

    conversation: str
    number: int
    score: int
    comment: str
    visitor: str
    operator: PersonShape | None
    asked_at: str


class RatingsShape(TypedDict):
    """Scores from 1 to 5 with how often each was given, and the newest words."""

    scores: dict[str, int]
    rated: RatedShape
    comments: list[RatedTalkShape]


class TalkFactsShape(TypedDict):
    """One conversation. Times are null for what has not happened."""

    conversation: str
    number: int
    visitor: str
    status: Literal["open", "snoozed", "closed"]
    asked_at: str
    replied_at: str | None
    replied_by: PersonShape | None
    first_response_s: int | None
    closed_at: str | None
    resolution_s: int | None
    reopened: int
    missed: bool
    operator: PersonShape | None
    department: DepartmentRefShape | None
    tags: list[str]
    score: int | None
    from_visitor: int
    from_team: int


class BoardShape(TypedDict):
    """How it stands now: who waits and since when, what is open, who could answer; and today so far."""

    zone: str
    open: bool
    waiting: int
    longest_wait_since: str | None
    active: int
    unassigned: int
    operators: list[OperatorShape]
    today: FiguresShape
