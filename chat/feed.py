"""Every line of a project in one stable order, for whoever follows it from outside: places in it are good for ever.

The order is that of the transactions (architecture, feed 11): nothing appears behind a place later. A place also says in which
life of the database it was given. A restore or a failover begins another, in which transactions are counted anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from chat import queries
from chat.models import Message
from chat.shapes import MessageShape
from chat.shaping import Authors, message_shape

# How far back a reader begins in another life of the database: what it then sees twice has the same conversation and number.
REWIND = timedelta(hours=1)


class Place(NamedTuple):
    """Behind the line `row_id` that the transaction `txid` wrote at `at`, in the life `epoch` of the database."""

    epoch: str
    txid: int
    row_id: int
    at: datetime


def present_epoch() -> str:
    """This cluster, and how often it was promoted or restored to a moment: counts of transactions mean nothing in another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8) FROM pg_control_system()")
        return str(cursor.fetchone()[0])


def lines_behind(place: Place | None, *, limit: int) -> tuple[list[MessageShape], Place | None, bool]:
    """The next lines of the open project as its operators see them, the place behind them, and whether there are more.

    Without a place: from the first line on. What still runs, and everything behind it, comes with a later call.
    """
    epoch = present_epoch()
    start = (0, 0) if place is None else (place.txid, place.row_id) if place.epoch == epoch else _place_now(place)
    rows, _ = queries.behind(start, since=timezone.now(), limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    if rows:
        last = rows[-1]
        place = Place(epoch, last.txid, last.pk, last.created_at)
    return _shapes(rows), place, more


def _place_now(place: Place) -> tuple[int, int]:
    """Where a place of a former life is in this one: before the first line from an hour before its own.

    What came after it in the former life is behind it here too, whatever the restore has lost. It reads the project's lines in
    order up to there: once for each reader and restore.
    """
    rows = Message.objects.order_by("txid", "id").filter(created_at__gte=place.at - REWIND)
    found = rows.values_list("txid", "id").first() or Message.objects.order_by("-txid", "-id").values_list("txid", "id").first()
    return (0, 0) if found is None else (found[0], found[1] - 1)


def _shapes(rows: Sequence[Message]) -> list[MessageShape]:
    """As `GET conversations/{id}/messages` has them."""
    members = queries.members_by_id(row.author_id for row in rows if row.author_kind == "operator")
    shapes: list[MessageShape] = []
    for row in rows:
        authors = Authors(row.conversation.visitor, members, queries.files_of(row.conversation_id, [row]))
        shape = message_shape(row, row.conversation, authors, for_visitor=False)
        shapes += queries.with_targets(row.conversation, [shape], for_visitor=False)
    return shapes
