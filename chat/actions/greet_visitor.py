"""An operator starts the talk with somebody who is on the site."""

from __future__ import annotations

import uuid

from django.db import transaction

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.models import Member, Project
from chat import live, visits
from chat.actions.post_message import Posted, line_of, post_message, posted
from chat.actions.register_visitor import register_visitor
from chat.actions.start_conversation import start_conversation
from chat.append import append
from chat.models import Conversation, Message, Visitor
from chat.tokens import VisitorToken


def greet_visitor(actor: Actor, project: Project, visitor_id: uuid.UUID, *, client_id: uuid.UUID, text: object) -> Posted:
    """Write first: in the visitor's open conversation, or in a new one that is the operator's own.

    The visitor must have a row or be on the site now. Raises NotFound, Forbidden without REPLY, BadText, Empty, TooLong.
    """
    require(actor, Capability.REPLY, project)
    with transaction.atomic():
        visitor = _row_of(project, visitor_id)
        Visitor.objects.select_for_update(no_key=True).get(pk=visitor.pk)  # two operators may greet at the same moment
        conversation = _conversation_of(actor, visitor, client_id)
        if conversation is not None:
            return post_message(actor, project, conversation, client_id=client_id, text=text)
        member = Member.objects.filter(pk=actor.id).first()
        conversation = start_conversation(project, visitor, assignee=member)
        line = line_of(actor, project, conversation, client_id=client_id, text=text, kind="text")
        result = posted(project, line, append([line], force=True)[0])
        live.announce_conversation(project, result.conversation)
        return result


def _conversation_of(actor: Actor, visitor: Visitor, client_id: uuid.UUID) -> Conversation | None:
    """The stored message's own conversation for a repeat, else the open one."""
    mine = Message.objects.filter(author_kind=actor.author_kind, author_id=actor.id, client_id=client_id)
    rows = Conversation.objects.filter(visitor=visitor)
    stored: Conversation | None = rows.filter(pk__in=mine.values("conversation")).first()
    return stored or rows.exclude(status="closed").first()


def _row_of(project: Project, visitor_id: uuid.UUID) -> Visitor:
    """The visitor's row. One who has none yet gets it now: being written to is their first durable act."""
    found: Visitor | None = Visitor.objects.filter(public_id=visitor_id).first()
    if found is not None and found.erased_at is not None:
        raise NotFound()
    if found is not None:
        return found
    visit = visits.visits_of(project.pk, [visitor_id])[visitor_id]
    secret_hash = visit.meta.get("secret_hash")
    if not visit.online or not secret_hash:
        raise NotFound()
    return register_visitor(project, VisitorToken(visitor_id, bytes.fromhex(secret_hash), ""))
