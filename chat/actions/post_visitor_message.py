"""A visitor says something: in the open conversation, in a new one, or in one that closed a moment ago."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from accounts.actors import Actor
from accounts.billing.access import require_open_plan
from accounts.errors import Busy
from accounts.models import Project
from chat import live
from chat.actions.append_activity import append_activity
from chat.actions.post_message import Posted, line_of, posted
from chat.actions.register_visitor import visitor_actor
from chat.actions.start_conversation import start_conversation
from chat.append import Appended, append
from chat.models import Conversation, Message, Visitor
from chat.plan import require_writing

REOPEN_WITHIN = timedelta(hours=24)


def post_visitor_message(project: Project, visitor: Visitor, *, client_id: uuid.UUID, text: object) -> Posted:
    """Append a visitor's text. The first one starts a conversation; to one closed within 24 hours it reopens it.

    The same `client_id` again gives the stored message, also after a close. Raises BadText, Empty, TooLong, PlanEnded, Busy.
    """
    actor = visitor_actor(project, visitor)
    require_writing(actor, client_id)
    conversation = Conversation.objects.filter(visitor=visitor).exclude(status="closed").first()
    if conversation is not None:
        line = line_of(actor, project, conversation, client_id=client_id, text=text, kind="text")
        answer = append([line])[0]
        if answer.outcome != "slow":
            return posted(project, line, answer)
    return _post_slowly(actor, project, visitor, client_id=client_id, text=text)


def _post_slowly(actor: Actor, project: Project, visitor: Visitor, *, client_id: uuid.UUID, text: object) -> Posted:
    """The ordinary action. Two tabs may both be starting: one of them loses the unique index and finds the other's work."""
    for _ in range(3):
        try:
            with transaction.atomic():
                conversation = _conversation_to_write_in(actor, project, visitor, client_id)
                line = line_of(actor, project, conversation, client_id=client_id, text=text, kind="text")
                answer: Appended = append([line], force=True)[0]
                result = posted(project, line, answer)
                if result.fresh:
                    live.announce_conversation(project, result.conversation)
                return result
        except IntegrityError:
            continue
    raise Busy()


def _conversation_to_write_in(actor: Actor, project: Project, visitor: Visitor, client_id: uuid.UUID) -> Conversation:
    """The stored message's own conversation for a repeat; else the open one, a recent one reopened, or a new one."""
    Visitor.objects.select_for_update(no_key=True).get(pk=visitor.pk)  # one of this visitor's tabs at a time
    stored = Message.objects.filter(author_kind="visitor", author_id=visitor.pk, client_id=client_id).first()
    if stored is not None:
        return Conversation.objects.get(pk=stored.conversation_id)
    rows = Conversation.objects.select_for_update(no_key=True).filter(visitor=visitor)
    live_one: Conversation | None = rows.exclude(status="closed").first()
    if live_one is not None:
        if live_one.status == "snoozed":
            reopen(actor, project, live_one)
        return live_one
    recent: Conversation | None = rows.filter(closed_at__gte=timezone.now() - REOPEN_WITHIN).order_by("-closed_at").first()
    if recent is None:
        return start_conversation(project, visitor)
    require_open_plan()
    reopen(actor, project, recent)
    return recent


def reopen(actor: Actor, project: Project, conversation: Conversation) -> None:
    """Open again what was closed or put off, since its visitor is back. The caller holds the row."""
    conversation.status, conversation.closed_at, conversation.snoozed_until = "open", None, None
    conversation.updated_at = timezone.now()
    conversation.save(update_fields=["status", "closed_at", "snoozed_until", "updated_at"])
    append_activity(actor, project, conversation, "reopened")
