"""Change many conversations with one request; each by itself, and each answer brings the way back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid, Refused
from accounts.models import Project
from chat.access import conversation_for
from chat.actions.change_conversation import STATUSES, change_conversation, change_of, way_back
from chat.actions.tag_conversation import LONGEST, TAGS_AT_MOST
from chat.models import Conversation
from chat.models.conversation import PRIORITIES
from chat.prepared_shapes import ChangedShape
from chat.text import MAX_CHARACTERS

MOST = 100  # in one request: each is a transaction's worth of locks


def change_many(actor: Actor, project: Project, raw: object) -> list[ChangedShape]:
    """`[{conversation, …change}]` in order. What is refused of one keeps nothing from the others.

    Raises Forbidden without READ; Invalid for what is no such list or longer than MOST, and where one of them has another form.
    """
    require(actor, Capability.READ, project)
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise Invalid(fields={"changes": "A list of objects {conversation, …}."})
    if not 0 < len(raw) <= MOST:
        raise Invalid(fields={"changes": f"From one to {MOST} changes."})
    for one in raw:
        refuse_formless(one)
    done: dict[int, ChangedShape] = {}
    for place in sorted(range(len(raw)), key=lambda one: str(raw[one].get("conversation"))):  # two at once take them in one order
        done[place] = _one(actor, project, raw[place])
    return [done[place] for place in range(len(raw))]


def refuse_formless(raw: Mapping[str, Any]) -> None:
    """Raises Invalid where a change has another form than changes have. Whether what it names is there is each change's own matter."""
    wrong = {str(name)[:40]: "It has another form." for name, value in raw.items() if name not in FORMS or not FORMS[name](value)}
    if "conversation" not in raw:
        wrong["conversation"] = "This is needed."
    if wrong:
        raise Invalid(fields=wrong)


def _is_id(value: object) -> bool:
    try:
        return bool(isinstance(value, str) and len(value) <= 45 and uuid.UUID(value))
    except ValueError:
        return False


def _is_moment(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) < 40 and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _are_names(value: object) -> bool:
    return isinstance(value, list) and len(value) <= TAGS_AT_MOST and all(isinstance(one, str) and 0 < len(one) <= LONGEST for one in value)


def _is_note(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"client_id", "text"} and _is_id(value["client_id"]) and _is_text(value["text"])


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_CHARACTERS


FORMS: dict[str, Callable[[Any], bool]] = {
    "conversation": _is_id,
    "status": lambda value: value in STATUSES,
    "snoozed_until": lambda value: value is None or _is_moment(value),
    "assignee": lambda value: value is None or isinstance(value, str),
    "department": lambda value: value is None or isinstance(value, str),
    "tags": _are_names,
    "add_tags": _are_names,
    "remove_tags": _are_names,
    "priority": lambda value: isinstance(value, int) and not isinstance(value, bool) and value in PRIORITIES,
    "note": _is_note,
}


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
