"""Note how far one side has read a conversation."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from chat import live, queries
from chat.access import hold
from chat.models import Conversation, Message, ReadMark


def mark_read_by_visitor(project: Project, conversation: Conversation, *, number: int) -> None:
    """The visitor has read up to `number` of their own count. A mark never goes back."""
    internal = queries.internal_number(conversation, number)
    if internal <= conversation.visitor_read:
        return
    held = hold(conversation)
    if internal <= held.visitor_read:
        return
    held.visitor_read = internal
    held.visitor_seen = held.from_team - _later_by_team(held, internal)
    held.save(update_fields=["visitor_read", "visitor_seen"])
    live.announce_read(project, held, side="visitor")


def mark_read_by_operator(actor: Actor, project: Project, conversation: Conversation, *, number: int) -> None:
    """An operator has read up to `number`: their own unread falls, and the visitor's messages show as read.

    Raises Forbidden without READ. Reading somebody's message is no promise to answer: a viewer's mark is their own only.
    """
    require(actor, Capability.READ, project)
    held = hold(conversation)
    number = min(number, held.last_number)
    if actor.id:
        seen = held.from_visitor - _later_by_visitor(held, number)
        mark, _ = ReadMark.objects.get_or_create(conversation=held, member_id=actor.id, defaults={"project_id": project.pk})
        if number > mark.number:
            mark.number, mark.seen = number, seen
            mark.save(update_fields=["number", "seen"])
            live.announce_own_read(project, held, number=number, member=actor.ref)  # their other tabs count down too
    if number > held.operator_read and actor.role is not None and actor.role != "viewer":
        held.operator_read = number
        held.save(update_fields=["operator_read"])
        live.announce_read(project, held, side="operator")


def _later_by_team(conversation: Conversation, number: int) -> int:
    """Public texts of the team behind a number: what is not read yet, so few."""
    if number >= conversation.last_number:
        return 0
    later = Message.objects.filter(conversation=conversation, number__gt=number, public_number__isnull=False, deleted=False)
    return later.filter(author_kind__in=["operator", "bot"], kind__in=["text", "form"]).count()


def _later_by_visitor(conversation: Conversation, number: int) -> int:
    if number >= conversation.last_number:
        return 0
    later = Message.objects.filter(conversation=conversation, number__gt=number, author_kind="visitor")
    return later.filter(kind__in=["text", "form"]).count()
