"""Close a conversation, or open it again."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Project
from chat import live
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.models import Conversation


def close_conversation(actor: Actor, project: Project, conversation: Conversation) -> Conversation:
    """Done: nobody waits any more. The visitor's next message within a day reopens it. Raises Forbidden without CLOSE."""
    require(actor, Capability.CLOSE, project)
    return _close(actor, project, conversation, "closed")


def end_conversation(actor: Actor, project: Project, conversation: Conversation) -> Conversation:
    """The visitor ends their own conversation."""
    return _close(actor, project, conversation, "ended")


def _close(actor: Actor, project: Project, conversation: Conversation, event: str) -> Conversation:
    held = hold(conversation)
    if held.status == "closed":
        return held
    now = timezone.now()
    held.status, held.closed_at, held.updated_at, held.waiting_since, held.snoozed_until = "closed", now, now, None, None
    held.save(update_fields=["status", "closed_at", "updated_at", "waiting_since", "snoozed_until"])
    return _tell(actor, project, held, event)


def reopen_conversation(actor: Actor, project: Project, conversation: Conversation) -> Conversation:
    """Open again. Raises Forbidden without CLOSE; Conflict while the visitor has another one open."""
    require(actor, Capability.CLOSE, project)
    held = hold(conversation)
    if held.status == "open":
        return held
    others = Conversation.objects.filter(visitor=held.visitor_id).exclude(status="closed").exclude(pk=held.pk)
    if others.exists():
        raise Conflict("This visitor has another conversation open.")
    held.status, held.closed_at, held.snoozed_until, held.updated_at = "open", None, None, timezone.now()
    held.save(update_fields=["status", "closed_at", "snoozed_until", "updated_at"])
    return _tell(actor, project, held, "reopened")


def _tell(actor: Actor, project: Project, held: Conversation, event: str) -> Conversation:
    append_activity(actor, project, held, event)
    audit.record(actor, f"conversation.{event}", held)
    now = read_again(held)
    live.announce_conversation(project, now)
    return now
