"""The operations of reports, each with an example of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from panel.api.operation import CURSOR, NOTHING, Operation
from panel.api.schema import Words
from panel.reports import shapes

REPORTS = "/api/v1/projects/{project}/reports/"
SPAN = {
    "since": Annotated[date, Words(description="The first day, in the project's time zone. Without it: 30 days.")] | NOTHING,
    "until": Annotated[date, Words(description="The last day. Without it: today.")] | NOTHING,
}
ONLY = {
    "department": Annotated[str, Words(description="A department's id, or “none”.")],
    "operator": Annotated[str, Words(description="A member's id, or “none”.")],
    "tag": Annotated[str, Words(description="A tag's name.")],
}
KIND = Literal["answered", "missed", "waiting", "rated", "bad"] | NOTHING

INES = {"id": "5b0e1f8e-6c1f-4a5e-9a53-0d0f6f3c1a01", "name": "Ines Duarte", "avatar": None}
ORDERS = {"id": "b7c9d2aa-93f4-4f0e-8a11-6f1f7f0f2b02", "name": "Orders"}
TALK = "0c9f7a34-4a0d-4c57-8e0c-7d9b1e6f5c03"
FIGURES = {
    "chats": 148,
    "answered": 141,
    "soon": 123,
    "missed": 5,
    "waiting": 2,
    "closed": 139,
    "reopened": 4,
    "first_response": {"median": 160, "p90": 540},
    "resolution": {"median": 1260, "p90": 7380},
    "rated": {"ratings": 41, "good": 38, "fine": 2, "bad": 1},
}
SUMMARY = {
    "zone": "Europe/Lisbon",
    "span": {"since": "2026-11-23", "until": "2026-11-29"},
    "now": FIGURES,
    "span_before": {"since": "2026-11-16", "until": "2026-11-22"},
    "before": {**FIGURES, "chats": 130},
}
DAY = {"date": "2026-11-23", "chats": 26, "chats_before": 21, "missed": 1, "first_response": {"median": 150, "p90": 510}}
HOUR = {"weekday": 1, "hour": 20, "chats": 10, "missed": 2, "operator_minutes": 0}
SAID = {
    "conversation": TALK,
    "number": 1042,
    "score": 5,
    "comment": "Answered before I had finished asking.",
    "visitor": "Ruth M.",
    "operator": INES,
    "asked_at": "2026-11-23T11:58:02.000Z",
}
ONE = {
    "conversation": TALK,
    "number": 1042,
    "visitor": "Ruth M.",
    "status": "closed",
    "asked_at": "2026-11-23T11:58:02.000Z",
    "replied_at": "2026-11-23T11:59:12.000Z",
    "replied_by": INES,
    "first_response_s": 70,
    "closed_at": "2026-11-23T12:10:40.000Z",
    "resolution_s": 758,
    "reopened": 0,
    "missed": False,
    "operator": INES,
    "department": ORDERS,
    "tags": ["pre-sale"],
    "score": 5,
    "from_visitor": 3,
    "from_team": 2,
}
BOARD = {
    "zone": "Europe/Lisbon",
    "open": True,
    "waiting": 2,
    "longest_wait_since": "2026-11-23T12:31:00.000Z",
    "active": 9,
    "unassigned": 1,
    "operators": [{**INES, "available": True, "chats": 4, "role": "owner"}],
    "today": FIGURES,
}


def _report(name: str, says: str | Promise, answer: Any, example: Any, **more: Any) -> Operation:
    asks: Mapping[str, Any] = {**SPAN, **ONLY, **more}
    return Operation("get", REPORTS + name, "reports", says, answer, asks=asks, example=example)


def _rows(name: str, says: str | Promise, answer: Any, row: Any, **more: Any) -> Operation:
    asks: Mapping[str, Any] = {**SPAN, **ONLY, **more}
    example = {"results": [row], "next": None}
    return Operation("get", REPORTS + name, "reports", says, answer, listed=True, asks=asks, example=example)


IN_REPORTS = [
    _report("summary", _("The numbers of a span, and of the one before"), shapes.SummaryShape, SUMMARY),
    _rows("days", _("Day by day"), shapes.DayFiguresShape, DAY),
    _rows("hours", _("Hour by hour of a week: when people write, and who is there"), shapes.HourFiguresShape, HOUR),
    _rows(
        "operators",
        _("Operators: their conversations, lines and hours"),
        shapes.OperatorFiguresShape,
        {"operator": INES, "figures": FIGURES, "texts": 402, "online_minutes": 2280},
    ),
    _rows("departments", _("Departments"), shapes.DepartmentFiguresShape, {"department": ORDERS, "figures": FIGURES}),
    _rows("tags", _("Tags"), shapes.TagFiguresShape, {"tag": "pre-sale", "figures": FIGURES}),
    _report(
        "ratings",
        _("How visitors rated, and the newest words"),
        shapes.RatingsShape,
        {"scores": {"1": 1, "2": 0, "3": 2, "4": 9, "5": 29}, "rated": FIGURES["rated"], "comments": [SAID]},
    ),
    _rows("conversations", _("A row for each conversation, newest first"), shapes.TalkFactsShape, ONE, kind=KIND, **CURSOR),
    Operation("get", REPORTS + "board", "reports", _("How it stands now"), shapes.BoardShape, example=BOARD),
    Operation(
        "get",
        "/api/v1/reports/projects",
        "reports",
        _("The same numbers for each project"),
        shapes.ProjectFiguresShape,
        listed=True,
        asks=SPAN,
        example={"results": [{"project": ORDERS | {"name": "Fernhill Pottery"}, "figures": FIGURES}], "next": None},
    ),
]
