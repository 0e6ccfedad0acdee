"""Put a conversation back among the unread, for oneself."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Project
from chat.access import hold
from chat.models import Conversation, Message, ReadMark


def mark_unread(actor: Actor, project: Project, conversation: Conversation) -> Conversation:
    """The visitor's last words are unread again for this member; nobody else notices, nor does the visitor.

    Raises Forbidden without READ, or for a key that is nobody's; Conflict where the visitor has said nothing.
    """
    require(actor, Capability.READ, project)
    held: Conversation = hold(conversation)
    said = Message.objects.filter(conversation=held, author_kind="visitor", kind__in=["text", "form"]).order_by("-number").first()
    if said is None or not actor.id or held.from_visitor == 0:
        raise Conflict("There is nothing of the visitor’s to read again.")
    place = {"number": said.number - 1, "seen": held.from_visitor - 1}
    ReadMark.objects.update_or_create(
        conversation=held, member_id=actor.id, defaults=place, create_defaults={**place, "project_id": project.pk}
    )
    return held
