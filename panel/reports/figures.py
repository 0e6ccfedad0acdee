"""The numbers of any set of facts, reckoned by Postgres: exact medians, no sampling."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, Count, FloatField, Q, QuerySet, Sum

from panel.reports.models import Fact
from panel.reports.shapes import FiguresShape, RatedShape, SecondsShape

SOON_S = 5 * 60
GOOD_FROM, BAD_UNTIL = 4, 2  # scores of 1 to 5


class Percentile(Aggregate):
    """The value that this share of all values does not exceed, in between two where it falls there. Nulls are no values."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, column: str, share: float) -> None:
        super().__init__(column, share=share)


REPLIED = {"replied_median": Percentile("replied_in_s", 0.5), "replied_p90": Percentile("replied_in_s", 0.9)}
RATED = {
    "ratings": Count("score"),
    "good": Count("pk", filter=Q(score__gte=GOOD_FROM)),
    "fine": Count("pk", filter=Q(score__gt=BAD_UNTIL, score__lt=GOOD_FROM)),
    "bad": Count("pk", filter=Q(score__lte=BAD_UNTIL)),
}
ALL: dict[str, Any] = {
    "chats": Count("pk"),
    "answered": Count("replied_at"),
    "soon": Count("pk", filter=Q(replied_in_s__lte=SOON_S)),
    "lost": Count("pk", filter=Q(missed=True)),
    "waiting": Count("pk", filter=Q(missed=False, replied_at=None)),
    "closed": Count("closed_at"),
    "again": Sum("reopened", default=0),
    **REPLIED,
    "resolved_median": Percentile("resolved_in_s", 0.5),
    "resolved_p90": Percentile("resolved_in_s", 0.9),
    **RATED,
}


def figures(rows: QuerySet[Fact]) -> FiguresShape:
    """Of all these facts together."""
    return figures_of(rows.aggregate(**ALL))


def figures_by(rows: QuerySet[Fact], group: Any) -> list[dict[str, Any]]:
    """The columns of ALL for each value of an expression, which is `by`."""
    return grouped(rows, {"by": group}, ALL)


def grouped(rows: QuerySet[Fact], by: dict[str, Any], counted: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each value of the expressions in `by`, with what is counted of it."""
    found: Any = rows.order_by().values(**by).annotate(**counted)
    return list(found)


def figures_of(row: dict[str, Any]) -> FiguresShape:
    """The shape of one row of ALL."""
    return {
        "chats": row["chats"],
        "answered": row["answered"],
        "soon": row["soon"],
        "missed": row["lost"],
        "waiting": row["waiting"],
        "closed": row["closed"],
        "reopened": row["again"],
        "first_response": seconds_of(row, "replied"),
        "resolution": seconds_of(row, "resolved"),
        "rated": rated_of(row),
    }


def seconds_of(row: dict[str, Any], name: str) -> SecondsShape:
    return {"median": _whole(row[f"{name}_median"]), "p90": _whole(row[f"{name}_p90"])}


def rated_of(row: dict[str, Any]) -> RatedShape:
    return {"ratings": row["ratings"], "good": row["good"], "fine": row["fine"], "bad": row["bad"]}


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
