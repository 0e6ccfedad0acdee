"""Each report, inside the open tenant. What it costs depends on its span, never on what is older."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate

from accounts.models import Member, Project, Role
from chat import people, queries, shaping
from chat.models import Conversation, Department, Tag
from chat.shapes import PersonShape
from chat.times import rfc3339
from panel.reports.figures import RATED, REPLIED, figures, figures_by, figures_of, grouped, rated_of, seconds_of
from panel.reports.models import Fact
from panel.reports.period import Span, Wanted
from panel.reports.shapes import (
    DayFiguresShape,
    DepartmentFiguresShape,
    HourFiguresShape,
    OperatorFiguresShape,
    RatedTalkShape,
    RatingsShape,
    SummaryShape,
    TagFiguresShape,
)

COMMENTS = 5
WEEK = [(weekday, hour) for weekday in range(1, 8) for hour in range(24)]
NOTHING: dict[str, Any] = {"chats": 0, "lost": 0, "replied_median": None, "replied_p90": None}


def summary(wanted: Wanted) -> SummaryShape:
    """The numbers on top, and those of the span before."""
    before = wanted.span.before()
    return {
        "zone": wanted.span.zone,
        "span": wanted.span.shape(),
        "now": figures(wanted.facts()),
        "span_before": before.shape(),
        "before": figures(wanted.facts(before)),
    }


def days(wanted: Wanted) -> list[DayFiguresShape]:
    """Every day of the span, also those on which nobody wrote."""
    zone = ZoneInfo(wanted.span.zone)
    by_day = TruncDate("asked_at", tzinfo=zone)
    counted = {"chats": Count("pk"), "lost": Count("pk", filter=Q(missed=True)), **REPLIED}
    now = {row["day"]: row for row in grouped(wanted.facts(), {"day": by_day}, counted)}
    earlier = grouped(wanted.facts(wanted.span.before()), {"day": by_day}, {"chats": Count("pk")})
    before = {row["day"]: row["chats"] for row in earlier}
    found: list[DayFiguresShape] = []
    for offset in range(wanted.span.days):
        day = wanted.span.since + timedelta(days=offset)
        row = now.get(day, NOTHING)
        found.append(
            {
                "date": day.isoformat(),
                "chats": row["chats"],
                "chats_before": before.get(day - timedelta(days=wanted.span.days), 0),
                "missed": row["lost"],
                "first_response": seconds_of(row, "replied"),
            }
        )
    return found


def hours(wanted: Wanted) -> list[HourFiguresShape]:
    """Every hour of a week, Monday first: when people write, and whether anybody is there."""
    zone = ZoneInfo(wanted.span.zone)
    place = {"weekday": ExtractIsoWeekDay("asked_at", tzinfo=zone), "at_hour": ExtractHour("asked_at", tzinfo=zone)}
    counted = grouped(wanted.facts(), place, {"chats": Count("pk"), "lost": Count("pk", filter=Q(missed=True))})
    rows = {(row["weekday"], row["at_hour"]): row for row in counted}
    there = attendance(wanted.span, "EXTRACT(isodow FROM local)::int, EXTRACT(hour FROM local)::int", operator=wanted.operator)
    return [
        {
            "weekday": weekday,
            "hour": hour,
            "chats": rows.get((weekday, hour), NOTHING)["chats"],
            "missed": rows.get((weekday, hour), NOTHING)["lost"],
            "operator_minutes": there.get((weekday, hour), 0),
        }
        for weekday, hour in WEEK
    ]


def attendance(span: Span, by: str, operator: int | None = None) -> dict[tuple[int, ...], int]:
    """Minutes in which operators could answer, by columns of ours: `member_id`, or parts of `local`, the clock of the span's zone."""
    question = f"""
        SELECT {by}, sum(bit_count(minutes::bit(15)))
        FROM (SELECT member_id, minutes, quarter AT TIME ZONE %s AS local FROM reports_attendance
              WHERE quarter >= %s AND quarter < %s AND (%s::bigint IS NULL OR member_id = %s)) a
        GROUP BY {", ".join(str(at + 1) for at in range(by.count(",") + 1))}
    """  # noqa: S608  `by` is one of the two in this module
    with connection.cursor() as cursor:
        cursor.execute(question, [span.zone, span.start, span.end, operator, operator])
        return {tuple(row[:-1]): int(row[-1]) for row in cursor.fetchall()}


def operators(project: Project, wanted: Wanted) -> list[OperatorFiguresShape]:
    """Everybody who answers here or did in the span; who has the most conversations first."""
    rows = {row["by"]: row for row in figures_by(wanted.facts().exclude(operator=None), F("operator"))}
    texts = texts_by_member(wanted)
    online = {member: minutes for (member,), minutes in attendance(wanted.span, "member_id", operator=wanted.operator).items()}
    answering = {member.pk: member for member in people.operators_of(project) if member.role != Role.VIEWER}
    asked = {wanted.operator} if wanted.operator else {*answering, *rows, *texts, *online}
    members = queries.members_by_id(asked)
    nothing = figures(Fact.objects.none())
    found: list[OperatorFiguresShape] = [
        {
            "operator": shaping.person_shape(member),
            "figures": figures_of(rows[pk]) if pk in rows else nothing,
            "texts": texts.get(pk, 0),
            "online_minutes": online.get(pk, 0),
        }
        for pk, member in members.items()
    ]
    return sorted(found, key=lambda one: (-one["figures"]["chats"], one["operator"]["name"], one["operator"]["id"]))


def texts_by_member(wanted: Wanted) -> dict[int, int]:
    """How many lines each member wrote in the conversations of the span."""
    try:
        rows, parameters = wanted.facts().order_by().values("texts").query.sql_with_params()
    except EmptyResultSet:  # of a tag that nothing has
        return {}
    question = f"SELECT key::bigint, sum(value::int) FROM ({rows}) f, jsonb_each_text(f.texts) GROUP BY 1"  # noqa: S608  Django's own SQL
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return {int(member): int(count) for member, count in cursor.fetchall()}


def departments(wanted: Wanted) -> list[DepartmentFiguresShape]:
    """Those that had a conversation, the most first; none of them last."""
    rows = figures_by(wanted.facts(), F("department"))
    named = {one.pk: one for one in Department.objects.filter(pk__in=[row["by"] for row in rows if row["by"]])}
    found: list[DepartmentFiguresShape] = [
        {
            "department": shaping.department_ref_shape(named[row["by"]]) if row["by"] in named else None,
            "figures": figures_of(row),
        }
        for row in rows
    ]
    return sorted(found, key=_most_first)


def _most_first(one: DepartmentFiguresShape) -> tuple[bool, int, str]:
    named = one["department"]
    return named is None, -one["figures"]["chats"], "" if named is None else named["name"]


def tags(wanted: Wanted) -> list[TagFiguresShape]:
    """Those that a conversation has, the most first."""
    rows = figures_by(wanted.facts().exclude(tags=[]), Func("tags", function="unnest"))
    named = dict(Tag.objects.filter(pk__in=[row["by"] for row in rows]).values_list("id", "name"))
    found: list[TagFiguresShape] = [{"tag": named[row["by"]], "figures": figures_of(row)} for row in rows if row["by"] in named]
    return sorted(found, key=lambda one: (-one["figures"]["chats"], one["tag"]))


def ratings(wanted: Wanted) -> RatingsShape:
    """How often each score was given, and what the newest who said something said."""
    rated = wanted.facts().filter(score__isnull=False)
    scores = dict(rated.order_by().values_list("score").annotate(Count("pk")))
    rows = list(commented(wanted).select_related("conversation__visitor")[:COMMENTS])
    members = queries.members_by_id(row.operator or 0 for row in rows)
    return {
        "scores": {str(score): scores.get(score, 0) for score in range(1, 6)},
        "rated": rated_of(rated.aggregate(**RATED)),
        "comments": [_comment(row, row.conversation, members) for row in rows],
    }


def commented(wanted: Wanted) -> QuerySet[Fact]:
    """Those whose rating came with words, the newest first."""
    return wanted.facts().filter(commented=True).order_by("-asked_at", "-conversation")


def _comment(fact: Fact, talk: Conversation, members: dict[int, Member]) -> RatedTalkShape:
    return {
        "conversation": str(talk.public_id),
        "number": talk.number,
        "score": fact.score or 0,
        "comment": talk.rating_comment,
        "visitor": talk.visitor.name,
        "operator": person(fact.operator, members),
        "asked_at": rfc3339(fact.asked_at) or "",
    }


def person(member: int | None, members: dict[int, Member]) -> PersonShape | None:
    """One member as others see them, or nobody."""
    return shaping.person_shape(members[member]) if member in members else None
