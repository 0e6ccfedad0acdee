"""Put a conversation off: until a moment, or until its visitor writes. And bring it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.access import ProjectRef
from accounts.actors import Actor, system_actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, Invalid
from accounts.models import Project
from accounts.tenancy import tenant
from chat import live
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.models import Conversation, ReadMark
from chat.times import rfc3339

FARTHEST = timedelta(days=366)


def snooze_conversation(actor: Actor, project: Project, conversation: Conversation, *, until: datetime | None) -> Conversation:
    """Nobody's turn until then; without a moment, until its visitor writes. They are not told, and what they write brings it back.

    Raises Forbidden without CLOSE, Invalid for a moment that has passed or is a year away, Conflict for one that is closed.
    """
    require(actor, Capability.CLOSE, project)
    now = timezone.now()
    if until is not None and not now < until <= now + FARTHEST:
        raise Invalid(fields={"snoozed_until": "A moment to come, within a year."})
    held = hold(conversation)
    if held.status == "closed":
        raise Conflict("This conversation is done: open it again first.")
    if held.status == "snoozed" and held.snoozed_until == until:
        return held
    held.status, held.snoozed_until, held.waiting_since, held.updated_at = "snoozed", until, None, now
    held.save(update_fields=["status", "snoozed_until", "waiting_since", "updated_at"])
    append_activity(actor, project, held, "snoozed", until=rfc3339(until))
    audit.record(actor, "conversation.snoozed", held)
    snoozed = read_again(held)
    live.announce_conversation(project, snoozed)
    return snoozed


class Due(NamedTuple):
    """A conversation whose moment has come."""

    project: ProjectRef
    conversation: int


def snoozes_due() -> list[Due]:
    """Of all customers: internal ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_id, account_id, conversation_id FROM public.snoozes_due()")
        return [Due(ProjectRef(project, account), conversation) for project, account, conversation in cursor.fetchall()]


def wake_conversation(ref: ProjectRef, conversation_id: int) -> None:
    """Bring it back if its moment has come. Safe to run twice.

    Whoever's visitor spoke last waits since then. For the others it is unread again, so that it is seen.
    """
    with tenant(ref):
        project: Project = Project.objects.get(pk=ref.id)
        found = Conversation.objects.filter(pk=conversation_id).first()
        if found is None:
            return
        held, now = hold(found), timezone.now()
        if held.status != "snoozed" or held.snoozed_until is None or held.snoozed_until > now:
            return
        held.status, held.snoozed_until, held.updated_at = "open", None, now
        if held.last_author_kind == "visitor":
            held.waiting_since = held.last_at
        held.save(update_fields=["status", "snoozed_until", "waiting_since", "updated_at"])
        ReadMark.objects.filter(conversation=held, seen__gt=0, seen__gte=held.from_visitor).update(seen=F("seen") - 1, number=0)
        append_activity(system_actor(ref.account_id), project, held, "woke")
        live.announce_conversation(project, read_again(held))
