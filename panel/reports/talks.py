"""A row for each conversation: a page at a time, and as the file that people open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.spreadsheets import cell
from chat import queries, shaping
from chat.models import Tag
from chat.shapes import Status
from chat.times import rfc3339
from panel.reports.models import Fact
from panel.reports.period import Wanted
from panel.reports.queries import person
from panel.reports.shapes import TalkFactsShape

PAGE = 50
AT_ONCE = 500  # rows of a file that are in memory
COLUMNS = (
    *("number", "visitor", "status", "asked", "answered", "answered_by", "first_response_s"),
    *("closed", "resolution_s", "reopened", "missed", "operator", "department", "tags", "score"),
)
KINDS: dict[str, Q] = {
    "answered": Q(replied_at__isnull=False),
    "missed": Q(missed=True),
    "waiting": Q(missed=False, replied_at=None),
    "rated": Q(score__isnull=False),
    "bad": Q(score__lte=2),
}


def page(wanted: Wanted, *, kind: str | None, behind: tuple[datetime, int] | None, limit: int) -> tuple[list[Fact], bool]:
    """The newest first, behind a place, and whether there are more."""
    rows = wanted.facts().order_by("-asked_at", "-conversation")
    if kind is not None:
        rows = rows.filter(KINDS[kind])
    if behind is not None:
        at, row_id = behind
        rows = rows.filter(Q(asked_at__lt=at) | Q(asked_at=at, conversation__lt=row_id))
    found = list(rows.select_related("conversation__visitor")[: limit + 1])
    return found[:limit], len(found) > limit


def shapes(facts: list[Fact]) -> list[TalkFactsShape]:
    """A fixed number of queries however many."""
    members = queries.members_by_id({fact.operator or 0 for fact in facts} | {fact.replied_by or 0 for fact in facts})
    departments = queries.departments_by_id([fact.conversation for fact in facts])
    tags = dict(Tag.objects.filter(pk__in={tag for fact in facts for tag in fact.tags}).values_list("id", "name"))
    return [
        {
            "conversation": str(fact.conversation.public_id),
            "number": fact.conversation.number,
            "visitor": fact.conversation.visitor.name,
            "status": cast("Status", fact.conversation.status),
            "asked_at": rfc3339(fact.asked_at) or "",
            "replied_at": rfc3339(fact.replied_at),
            "replied_by": person(fact.replied_by, members),
            "first_response_s": fact.replied_in_s,
            "closed_at": rfc3339(fact.closed_at),
            "resolution_s": fact.resolved_in_s,
            "reopened": fact.reopened,
            "missed": fact.missed,
            "operator": person(fact.operator, members),
            "department": shaping.department_ref_shape(departments[fact.department]) if fact.department in departments else None,
            "tags": sorted(tags[tag] for tag in fact.tags if tag in tags),
            "score": fact.score,
            "from_visitor": fact.from_visitor,
            "from_team": sum(fact.texts.values()),
        }
        for fact in facts
    ]


def csv_lines(wanted: Wanted, *, kind: str | None) -> Iterator[str]:
    """All of them as CSV, a header first; no cell can be taken for a formula. Times are of the project's zone."""
    zone = ZoneInfo(wanted.span.zone)
    yield _row(COLUMNS)
    behind, more = None, True
    while more:
        facts, more = page(wanted, kind=kind, behind=behind, limit=AT_ONCE)
        for shape in shapes(facts):
            yield _row(_cells(shape, zone))
        if facts:
            behind = (cast("datetime", facts[-1].asked_at), facts[-1].conversation_id)


def _cells(shape: TalkFactsShape, zone: ZoneInfo) -> Iterable[object]:
    """One conversation; empty where there is nothing."""
    by, operator, department = shape["replied_by"], shape["operator"], shape["department"]
    asked, replied, closed = (_clock(at, zone) for at in (shape["asked_at"], shape["replied_at"], shape["closed_at"]))
    yield from (shape["number"], shape["visitor"], shape["status"], asked, replied, by["name"] if by else "", shape["first_response_s"])
    yield from (closed, shape["resolution_s"], shape["reopened"], 1 if shape["missed"] else 0, operator["name"] if operator else "")
    yield from (department["name"] if department else "", ", ".join(shape["tags"]), shape["score"])


def _clock(moment: str | None, zone: ZoneInfo) -> str:
    return "" if moment is None else f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _row(cells: Iterable[object]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow(["" if one is None else cell(str(one)) for one in cells])
    return file.getvalue()
