"""Lists, a page at a time: oldest first, or the other way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from panel.api.cursors import read_cursor, write_cursor

PAGE = 100


def page_of(request: Request, rows: QuerySet[Any], shape: Callable[[Any], Any], *, newest: bool = False) -> Response:
    """`{results, next}` of rows that have `created_at`; the next page begins behind the query's `cursor`."""
    cursor, beyond, back = request.query_params.get("cursor"), "lt" if newest else "gt", "-" if newest else ""
    if cursor:
        at, row_id = read_cursor(cursor)
        rows = rows.filter(Q(**{f"created_at__{beyond}": at}) | Q(**{"created_at": at, f"pk__{beyond}": row_id}))
    found = list(rows.order_by(f"{back}created_at", f"{back}pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Response({"results": [shape(row) for row in found[:PAGE]], "next": write_cursor(last.created_at, last.pk) if last else None})
