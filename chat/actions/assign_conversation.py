"""Give a conversation to an operator, or to nobody."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Member, Project, Role
from chat import live, people
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.models import Conversation


def assign_conversation(actor: Actor, project: Project, conversation: Conversation, *, to: Member | None) -> Conversation:
    """Assign to a member who may enter the project, or to nobody. Assigning to who has it changes nothing.

    Raises Forbidden without ASSIGN; Conflict when `to` may not answer.
    """
    require(actor, Capability.ASSIGN, project)
    if to is not None and (to.role == Role.VIEWER or to not in people.operators_of(project)):
        raise Conflict("This person cannot answer here: choose an operator of this project.")
    held: Conversation = hold(conversation)
    if held.assignee_id == (to.pk if to else None):
        return held
    first = held.assignee_id is None and to is not None and held.from_team == 0
    # Given by a person: no round takes it away again.
    held.assignee, held.routed_at, held.updated_at = to, None, timezone.now()
    held.save(update_fields=["assignee", "routed_at", "updated_at"])
    append_activity(actor, project, held, "assigned", to=to.name if to else None)
    if first and to is not None and to.pk == actor.id:
        append_activity(actor, project, held, "joined")
    audit.record(actor, "conversation.assigned", held, to=str(to.public_id) if to else None)
    live.announce_conversation(project, read_again(held))
    return held
