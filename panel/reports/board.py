"""How it stands now: what a wall screen shows."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils import timezone

from accounts.models import Project
from chat import people
from chat.desk import desk_of, hours_of
from chat.models import Conversation
from chat.times import rfc3339
from panel.reports.figures import figures
from panel.reports.period import Span, Wanted
from panel.reports.shapes import BoardShape


def board(project: Project) -> BoardShape:
    """Of the open project. It counts what is not closed, by the index that the inbox has."""
    desk, now = desk_of(project), timezone.now()
    live = Conversation.objects.exclude(status="closed")
    waiting = live.filter(status="open", waiting_since__isnull=False)
    longest: datetime | None = waiting.aggregate(since=Min("waiting_since"))["since"]
    today = now.astimezone(ZoneInfo(desk.zone)).date()
    return {
        "zone": desk.zone,
        "open": hours_of(desk).is_open(now),
        "waiting": waiting.count(),
        "longest_wait_since": rfc3339(longest),
        "active": live.filter(status="open").count(),
        "unassigned": live.filter(status="open", assignee=None).count(),
        "operators": people.operator_shapes(project),
        "today": figures(Wanted(Span(today, today, desk.zone)).facts()),
    }
