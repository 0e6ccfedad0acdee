"""Change several things of a conversation at once: what REST, bulk and macros share. Each is an action of its own with its right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.access import member_for
from accounts.actors import Actor
from accounts.errors import Invalid
from accounts.models import Member, Project
from chat.access import department_for, parse_client_id
from chat.actions.assign_conversation import assign_conversation
from chat.actions.close_conversation import close_conversation
from chat.actions.move_conversation import move_conversation
from chat.actions.post_message import post_message
from chat.actions.reopen_conversation import reopen_conversation
from chat.actions.set_priority import priority_of, set_priority
from chat.actions.snooze_conversation import snooze_conversation
from chat.actions.tag_conversation import tag_conversation
from chat.models import Conversation, Department
from chat.times import rfc3339

FIELDS = ("status", "snoozed_until", "assignee", "department", "tags", "add_tags", "remove_tags", "priority", "note")
STATUSES = ("open", "snoozed", "closed")


@dataclass(frozen=True)
class Change:
    """What is to be changed, with its ids looked up. `raw` are the fields that were named."""

    raw: Mapping[str, Any]
    assignee: Member | None = None
    department: Department | None = None
    until: datetime | None = None


def change_of(actor: Actor, project: Project, raw: Mapping[str, Any]) -> Change:
    """The change that an object of FIELDS describes. Raises Invalid, NotFound for a member or department that is not there."""
    if unknown := set(raw) - set(FIELDS):
        raise Invalid(fields=dict.fromkeys(sorted(unknown), "This cannot be changed."))
    if "status" in raw and raw["status"] not in STATUSES:
        raise Invalid(fields={"status": f"One of {', '.join(STATUSES)}."})
    if "snoozed_until" in raw and raw.get("status") != "snoozed":
        raise Invalid(fields={"snoozed_until": "Only with status snoozed."})
    if "priority" in raw:
        priority_of(raw["priority"])
    assignee, department = raw.get("assignee"), raw.get("department")
    return Change(
        raw,
        None if assignee is None else member_for(project, actor.ref if assignee == "me" else assignee),
        None if department is None else department_for(actor, project, department),
        _moment(raw.get("snoozed_until")),
    )


def change_conversation(actor: Actor, project: Project, conversation: Conversation, change: Change) -> Conversation:
    """Make the change, the note first and the status last. Raises what its parts do: then nothing of it is done, in one transaction."""
    raw, now = change.raw, conversation
    if raw.get("note") is not None:
        _leave_note(actor, project, now, raw["note"])
    if "tags" in raw:
        now = tag_conversation(actor, project, now, tags=raw["tags"])
    if "add_tags" in raw or "remove_tags" in raw:
        now = tag_conversation(actor, project, now, tags=_tags(now, raw))
    if "priority" in raw:
        now = set_priority(actor, project, now, priority=raw["priority"])
    if "department" in raw:
        now = move_conversation(actor, project, now, to=change.department)
    if "assignee" in raw:
        now = assign_conversation(actor, project, now, to=change.assignee)
    return _into_status(actor, project, now, change)


def _into_status(actor: Actor, project: Project, now: Conversation, change: Change) -> Conversation:
    match change.raw.get("status"):
        case "closed":
            return close_conversation(actor, project, now)
        case "open":
            return reopen_conversation(actor, project, now)
        case "snoozed":
            return snooze_conversation(actor, project, now, until=change.until)
        case _:
            return now


def way_back(conversation: Conversation, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The change that undoes `raw`, as a conversation stands before it. A note stays where it was left."""
    back: dict[str, Any] = {}
    if {"tags", "add_tags", "remove_tags"} & set(raw):
        back["tags"] = list(conversation.tags)
    if "priority" in raw:
        back["priority"] = conversation.priority
    if {"department", "assignee"} & set(raw):  # a department may take it from its holder
        back["department"] = str(conversation.department.public_id) if conversation.department else None
        back["assignee"] = str(conversation.assignee.public_id) if conversation.assignee else None
    if "status" in raw:
        back["status"] = conversation.status
        if conversation.status == "snoozed":
            back["snoozed_until"] = rfc3339(conversation.snoozed_until)
    return back


def _tags(conversation: Conversation, raw: Mapping[str, Any]) -> list[Any]:
    added, removed = raw.get("add_tags", []), raw.get("remove_tags", [])
    if not isinstance(added, list) or not isinstance(removed, list) or not all(isinstance(one, str) for one in removed):
        raise Invalid(fields={"add_tags": "A list of names."})
    gone = {one.lower() for one in removed}
    return [one for one in [*conversation.tags, *added] if not isinstance(one, str) or one.lower() not in gone]


def _leave_note(actor: Actor, project: Project, conversation: Conversation, note: object) -> None:
    if not isinstance(note, dict) or set(note) - {"client_id", "text"}:
        raise Invalid(fields={"note": "An object {client_id, text}."})
    client_id: uuid.UUID = parse_client_id(note.get("client_id"))
    post_message(actor, project, conversation, client_id=client_id, text=note.get("text"), kind="note")


def _moment(raw: object) -> datetime | None:
    if raw is None:
        return None
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) and len(raw) < 40 else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid(fields={"snoozed_until": "A time as 2026-05-12T14:00:00Z, or null for until the visitor writes."})
    return moment
