"""Open a conversation again."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.billing.access import require_open_plan
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Project
from chat import live
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.models import Conversation


def reopen_conversation(actor: Actor, project: Project, conversation: Conversation) -> Conversation:
    """Open again. Raises Forbidden without CLOSE, PlanEnded; Conflict while the visitor has another one open."""
    require(actor, Capability.CLOSE, project)
    require_open_plan()
    held = hold(conversation)
    if held.status == "open":
        return held
    others = Conversation.objects.filter(visitor=held.visitor_id).exclude(status="closed").exclude(pk=held.pk)
    if others.exists():
        raise Conflict("This visitor has another conversation open.")
    held.status, held.closed_at, held.snoozed_until, held.updated_at = "open", None, None, timezone.now()
    held.save(update_fields=["status", "closed_at", "snoozed_until", "updated_at"])
    append_activity(actor, project, held, "reopened")
    audit.record(actor, "conversation.reopened", held)
    reopened = read_again(held)
    live.announce_conversation(project, reopened)
    return reopened
