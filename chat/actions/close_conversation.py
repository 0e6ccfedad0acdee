"""Close a conversation: an operator is done with it, or its visitor is."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
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
    append_activity(actor, project, held, event)
    audit.record(actor, f"conversation.{event}", held)
    closed = read_again(held)
    live.announce_conversation(project, closed)
    return closed
