"""What a press would say: the selected fields of a conversation in Parley's own shapes. Private lines have no way in here."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from accounts.models import Project
from chat import queries, shaping
from chat.models import Conversation, Message
from chat.shapes import AnswerShape
from integrations.envelope import Envelope

MESSAGES_AT_MOST = 1000  # the newest: more is an export, and no partner's body
KINDS = ("text", "form")
# Of an operator's shapes, what another system may know. `client_id` and read marks are our own machinery.
CONVERSATION = ("id", "number", "status", "tags", "subject", "rating", "created_at", "updated_at")
MESSAGE = ("number", "kind", "author", "text", "data", "attachments", "created_at", "edited_at")

_SPACE = uuid.UUID("6f0a7a5e-6a3e-4a53-9d34-1d0c4cb1f6a8")


def forward_id(project: Project, integration: uuid.UUID, conversation: Conversation, request_id: uuid.UUID) -> uuid.UUID:
    """A press's public id follows from what was pressed, so that what was shown before it names the same."""
    return uuid.uuid5(_SPACE, f"{project.public_id}/{integration}/{conversation.public_id}/{request_id}")


def envelope_of(
    actor: Actor, project: Project, conversation: Conversation, *, fields: list[str], forward: uuid.UUID, at: datetime
) -> Envelope:
    """The envelope of one conversation, inside the tenant: the same for what is shown and for what is sent."""
    return Envelope(
        forward=str(forward),
        pressed_at=at,
        pressed_by={"id": actor.ref, "name": actor.name},
        project={"id": str(project.public_id), "name": project.name},
        conversation=_conversation(project, conversation) if "conversation" in fields else {},
        messages=_messages(conversation, "answers" in fields) if "messages" in fields else [],
        visitor=_visitor(conversation, fields),
        answers=_answers(conversation) if "answers" in fields else {},
    )


def _conversation(project: Project, conversation: Conversation) -> dict[str, Any]:
    shape: dict[str, Any] = dict(shaping.conversation_shape(conversation, project, queries.authors_of(conversation), None, unread=0))
    return {name: shape[name] for name in CONVERSATION} | {"assignee": shape["assignee"] and {"name": shape["assignee"]["name"]}}


def _answers(conversation: Conversation) -> dict[str, dict[str, Any]]:
    """What the visitor gave on request in this conversation, the newest of each kind."""
    given = [one for one in queries.answers_about(conversation.visitor) if one["conversation"] == str(conversation.public_id)]
    return {one["ask"]: _answer(one) for one in reversed(given)}


def _answer(given: AnswerShape) -> dict[str, Any]:
    return {"value": given["value"], "asked_by": given["asked_by"], "why": given["purpose"], "answered_at": given["answered_at"]}


def _messages(conversation: Conversation, with_answers: bool) -> list[dict[str, Any]]:
    """Public texts and forms, in the visitor's own count: what a visitor could not read is not sent to anybody else.

    What they answered stands in `data`, and goes only where answers were selected.
    """
    public = Message.objects.filter(conversation=conversation, kind__in=KINDS, public_number__isnull=False, deleted=False)
    newest = list(public.order_by("-number")[:MESSAGES_AT_MOST])[::-1]
    authors = queries.authors_of(conversation, newest)
    shapes: list[dict[str, Any]] = [dict(shaping.message_shape(one, conversation, authors, for_visitor=True)) for one in newest]
    for shape in shapes:
        if not with_answers and "answers" in (shape["data"] or {}):
            shape["data"] = None
        # Files by name and size alone: no address of ours leaves, and nothing that somebody could open.
        if (shape["data"] or {}).get("unsaid"):
            shape["text"] = ""
        shape["attachments"] = [{name: one[name] for name in ("name", "type", "size")} for one in shape["attachments"]]
    return [{name: shape[name] for name in MESSAGE} for shape in shapes]


def _visitor(conversation: Conversation, fields: list[str]) -> dict[str, Any]:
    """`verified` is always there: a name that anybody may claim must not look like one that the site vouches for."""
    visitor = conversation.visitor
    said: dict[str, Any] = {
        "name": visitor.name,
        "email": visitor.email,
        "phone": visitor.phone,
        "data": visitor.data,
        "pages": visitor.pages,
    }
    chosen = {name: value for name, value in said.items() if name in fields}
    return {"id": str(visitor.public_id), "verified": visitor.verified, **chosen} if chosen else {}
