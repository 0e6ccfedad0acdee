"""Say how urgent a conversation is: its place among those who wait."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Project
from chat import live
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.models import Conversation
from chat.models.conversation import PRIORITIES


def set_priority(actor: Actor, project: Project, conversation: Conversation, *, priority: object) -> Conversation:
    """Raises Forbidden without ASSIGN, Invalid for what is none of PRIORITIES."""
    require(actor, Capability.ASSIGN, project)
    wanted = priority_of(priority)
    held: Conversation = hold(conversation)
    if held.priority == wanted:
        return held
    held.priority, held.updated_at = wanted, timezone.now()
    held.save(update_fields=["priority", "updated_at"])
    append_activity(actor, project, held, "prioritized", priority=wanted)
    audit.record(actor, "conversation.prioritized", held, priority=wanted)
    changed = read_again(held)
    live.announce_conversation(project, changed)
    return changed


def priority_of(raw: object) -> int:
    """Raises Invalid for what is none of PRIORITIES."""
    if isinstance(raw, bool) or not isinstance(raw, int) or raw not in PRIORITIES:
        raise Invalid(fields={"priority": "One of -1 (low), 0, 1 (high), 2 (urgent)."})
    return raw
