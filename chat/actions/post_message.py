"""Say something in a conversation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils import timezone

from accounts.actors import Actor
from accounts.billing.access import require_open_plan
from accounts.capabilities import Capability, require
from accounts.cards import masked
from accounts.errors import NotFound
from accounts.models import Project
from chat import live, metrics
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.append import Appended, Line, append
from chat.models import Conversation, Message
from chat.plan import require_writing
from chat.text import clean_text

MASKED = {"masked": True}  # with the message: people are told why there are dots


@dataclass(frozen=True)
class Posted:
    """A message as it stands in the database: its row and the conversation that has it."""

    message: Message
    conversation: Conversation
    fresh: bool


def post_message(
    actor: Actor, project: Project, conversation: Conversation, *, client_id: uuid.UUID, text: object, kind: str = "text"
) -> Posted:
    """Append an operator's text or private note.

    The same `client_id` again gives the stored message, wherever it is by now. Raises Forbidden without REPLY, BadText,
    Empty, TooLong, PlanEnded, Busy when the row stays locked.
    """
    require(actor, Capability.REPLY, project)
    require_writing(actor, client_id)
    line = line_of(actor, project, conversation, client_id=client_id, text=text, kind=kind)
    answer = append([line])[0]
    if answer.outcome == "slow":
        answer = append_slowly(actor, project, conversation, line)
    return posted(project, line, answer)


def line_of(actor: Actor, project: Project, conversation: Conversation, *, client_id: uuid.UUID, text: object, kind: str) -> Line:
    """The row to append for an actor's own words, cleaned, and without card numbers where the project wants none."""
    cleaned = clean_text(text)
    shown = masked(project, cleaned)
    return Line(
        project_id=project.pk,
        conversation_id=conversation.pk,
        author_kind=actor.author_kind,
        author_id=actor.id,
        client_id=client_id,
        kind=kind,
        text=shown,
        data=None if shown == cleaned else MASKED,
        public=kind == "text",
    )


def posted(project: Project, line: Line, answer: Appended) -> Posted:
    """Announce what `append` answered and read it back. A repeat is announced again: its first push may have been lost."""
    if answer.outcome == "not_found":
        raise NotFound()
    message = Message.objects.get(author_kind=line.author_kind, author_id=line.author_id, client_id=line.client_id)
    conversation = Conversation.objects.select_related("visitor").get(pk=answer.conversation_id)
    live.announce_message(project, conversation, message)
    if answer.outcome == "stored":
        metrics.MESSAGES.labels(line.author_kind).inc()
    return Posted(message, conversation, fresh=answer.outcome == "stored")


def append_slowly(actor: Actor, project: Project, conversation: Conversation, line: Line) -> Appended:
    """An operator writes what, or where, nobody expects it: what the visitor sees reopens, unless they have another one open."""
    held = hold(conversation)
    others = Conversation.objects.filter(visitor=held.visitor_id).exclude(status="closed").exclude(pk=held.pk)
    if line.public and held.status == "closed" and not others.exists():
        require_open_plan()
        held.status, held.closed_at, held.updated_at = "open", None, timezone.now()
        held.save(update_fields=["status", "closed_at", "updated_at"])
        append_activity(actor, project, held, "reopened")
        live.announce_conversation(project, read_again(held))
    return append([line], force=True)[0]
