"""Whose turn it is: the rule alone, and the numbers that it needs. `actions/route_conversation.py` gives the conversation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import Coalesce

from accounts.models import Member
from chat.models import Conversation, Desk, Turn, Way
from chat.shapes import WhyShape

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Candidate:
    """Somebody who answers now: how many active chats they hold, and when the round came to them last."""

    member: Member
    chats: int
    last: datetime | None


def choose(way: str, candidates: Sequence[Candidate], capacity: int) -> Candidate | None:
    """Who gets the next one; None while everybody is full, and where operators take them themselves."""
    free = [one for one in candidates if not capacity or one.chats < capacity]
    if way == Way.MANUAL or not free:
        return None
    if way == Way.LEAST_BUSY:
        return min(free, key=lambda one: (one.chats, one.last or LONG_AGO, one.member.pk))
    return min(free, key=lambda one: (one.last or LONG_AGO, one.member.pk))


def why(way: str, chosen: Candidate, candidates: Sequence[Candidate], department: str | None, *, again: bool) -> WhyShape:
    """Why it is theirs, as the conversation says it."""
    return {
        "way": "least_busy" if way == Way.LEAST_BUSY else "round_robin",
        "chats": chosen.chats,
        "people": len(candidates),
        "department": department,
        "again": again,
    }


def candidates_of(desk: Desk, people: Sequence[Member], now: datetime) -> list[Candidate]:
    """These people with their numbers, in the open project."""
    ids = [member.pk for member in people]
    chats = active_chats(desk, ids, now)
    last = dict(Turn.objects.filter(member__in=ids).values_list("member_id", "given_at"))
    return [Candidate(member, chats.get(member.pk, 0), last.get(member.pk)) for member in people]


def active_chats(desk: Desk, members: Collection[int], now: datetime) -> dict[int, int]:
    """How many open conversations each holds in which somebody wrote lately: the others take no room."""
    rows = Conversation.objects.filter(status="open", assignee__in=members)
    lately = rows.alias(spoke_at=Coalesce("last_at", "created_at")).filter(spoke_at__gte=now - timedelta(minutes=desk.quiet_after_min))
    return dict(lately.values_list("assignee_id").annotate(Count("id")))
