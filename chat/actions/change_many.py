"""Change many conversations with one request; each by itself, and each answer brings the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid, Refused
from accounts.models import Project
from chat.access import conversation_for
from chat.actions.change_conversation import change_conversation, change_of, way_back
from chat.models import Conversation
from chat.prepared_shapes import ChangedShape

MOST = 100  # in one request: each is a transaction's worth of locks


def change_many(actor: Actor, project: Project, raw: object) -> list[ChangedShape]:
    """`[{conversation, …change}]` in order. What is refused of one keeps nothing from the others.

    Raises Forbidden without READ, Invalid for what is no such list, or longer than MOST.
    """
    require(actor, Capability.READ, project)
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise Invalid(fields={"changes": "A list of objects {conversation, …}."})
    if not 0 < len(raw) <= MOST:
        raise Invalid(fields={"changes": f"From one to {MOST} changes."})
    done: dict[int, ChangedShape] = {}
    for place in sorted(range(len(raw)), key=lambda one: str(raw[one].get("conversation"))):  # two at once take them in one order
        done[place] = _one(actor, project, raw[place])
    return [done[place] for place in range(len(raw))]


def _one(actor: Actor, project: Project, raw: Mapping[str, Any]) -> ChangedShape:
    wanted = {name: value for name, value in raw.items() if name != "conversation"}
    named = str(raw.get("conversation"))[:40]
    try:
        with transaction.atomic():
            found = conversation_for(actor, project, raw.get("conversation"))
            before = Conversation.objects.select_related("assignee", "department").get(pk=found.pk)
            back = way_back(before, wanted)
            change_conversation(actor, project, found, change_of(actor, project, wanted))
    except Refused as refused:
        return {"conversation": named, "back": None, "error": {"code": refused.code, "detail": refused.detail}}
    return {"conversation": named, "back": back, "error": None}
