"""Do everything that a macro says, in one conversation, with one press."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from chat.access import read_again
from chat.actions.change_conversation import change_conversation, change_of
from chat.actions.post_message import post_message
from chat.models import Conversation, Macro
from chat.prepared import HOLE


def run_macro(actor: Actor, project: Project, conversation: Conversation, macro: Macro, *, client_id: uuid.UUID) -> Conversation:
    """Say its words, then make its changes: all of it, or nothing. The same `client_id` again says nothing twice.

    Raises Forbidden without REPLY, and what its parts raise.
    """
    require(actor, Capability.REPLY, project)
    change = change_of(actor, project, {name: value for name, value in macro.does.items() if name not in ("text", "kind")})
    with transaction.atomic():
        if "text" in macro.does:
            text = filled(macro.does["text"], actor, project, conversation)
            post_message(actor, project, conversation, client_id=client_id, text=text, kind=macro.does.get("kind", "text"))
        change_conversation(actor, project, read_again(conversation), change)
        Macro.objects.filter(pk=macro.pk).update(used=F("used") + 1)
    return read_again(conversation)


def filled(template: str, actor: Actor, project: Project, conversation: Conversation) -> str:
    """Words with their variables filled in; what is not known is what stands behind its bar, or nothing."""
    visitor = conversation.visitor
    known = {
        "visitor.name": visitor.name,
        "visitor.first_name": visitor.name.split(" ")[0],
        "visitor.email": visitor.email,
        "operator.name": actor.name,
        "operator.first_name": actor.name.split(" ")[0],
        "project.name": project.name,
        "conversation.number": str(conversation.number),
    }
    return HOLE.sub(lambda hole: known.get(hole[1], "") or (hole[2] or "").strip(), template)
