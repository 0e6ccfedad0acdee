"""Give a conversation to a department, or to none."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from chat import live
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.actions.route_conversation import route_soon
from chat.desk import desk_of, members_of, way_of
from chat.models import Conversation, Department, Way


def move_conversation(actor: Actor, project: Project, conversation: Conversation, *, to: Department | None) -> Conversation:
    """Put it into a department. To one that it is in changes nothing.

    Where the department gives conversations out itself, whoever holds it and is not of it gives it up: it is nobody's then, and goes
    to whoever's turn it is. Raises Forbidden without ASSIGN.
    """
    require(actor, Capability.ASSIGN, project)
    held: Conversation = hold(conversation)
    if held.department_id == (to.pk if to else None):
        return held
    held.department, held.updated_at = to, timezone.now()
    if to is not None and held.assignee_id is not None and way_of(desk_of(project), to) != Way.MANUAL:
        people = members_of([to])[to.pk]
        if people and held.assignee_id not in people:
            held.assignee, held.routed_at = None, None
    held.save(update_fields=["department", "assignee", "routed_at", "updated_at"])
    append_activity(actor, project, held, "moved", to=to.name if to else None)
    audit.record(actor, "conversation.moved", held, to=to.name if to else None)
    live.announce_conversation(project, read_again(held))
    route_soon(project)
    return held
