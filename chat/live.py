"""Tells connected browsers now. The only module that publishes to groups.

Every announcement waits for the commit: what is rolled back is never heard of. One text is made per audience, and that text is
what browsers get.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import transaction

from accounts.models import Project
from chat import doorbell, groups, later, queries, shaping
from chat.events import REGISTRY
from chat.models import Attachment, Conversation, Message
from chat.shapes import AuthorShape, OperatorShape, VisitorShape, WidgetOperatorsShape


def text_of(push: Mapping[str, Any]) -> str:
    """The JSON text of a push."""
    return orjson.dumps(push).decode()


def to_operators(project: Project, push: Mapping[str, Any]) -> None:
    """Publish to a project's operators after the commit."""
    assert push["type"] in {event.name for event in REGISTRY}
    group, text = groups.operators(project.pk), text_of(push)
    transaction.on_commit(lambda: doorbell.ring(group, text))


def to_visitor(project: Project, visitor: uuid.UUID, push: Mapping[str, Any]) -> None:
    """Publish to a visitor's tabs after the commit. Only events whose audience is `everyone` may go there."""
    assert push["type"] in {event.name for event in REGISTRY if event.audience == "everyone"}
    group, text = groups.visitor(project.pk, visitor), text_of(push)
    transaction.on_commit(lambda: doorbell.ring(group, text))


def announce_message(project: Project, conversation: Conversation, message: Message) -> None:
    """A stored line: to the operators always, to the visitor when it is public."""
    authors = queries.authors_of(conversation, [message])
    operators, everyone = message_pushes(conversation, message, authors)
    to_operators(project, operators)
    if everyone is not None:
        to_visitor(project, conversation.visitor.public_id, everyone)
    later.wake(project)


def message_pushes(conversation: Conversation, message: Message, authors: shaping.Authors) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The two pushes of a line; the visitor's is None for a private one."""

    def push(for_visitor: bool) -> dict[str, Any]:
        shape = shaping.message_shape(message, conversation, authors, for_visitor=for_visitor)
        queries.with_targets(conversation, [shape], for_visitor=for_visitor)
        return {"type": "message", "conversation": str(conversation.public_id), "message": shape}

    return push(False), None if message.public_number is None else push(True)


def announce_attachment(project: Project, conversation: Conversation, message: Message, row: Attachment) -> None:
    """What became of a file: to the operators always, to the visitor when its line is public."""
    push = {"type": "attachment", "conversation": str(conversation.public_id)}
    own = shaping.attachment_shape(row, for_visitor=False)
    to_operators(project, {**push, "number": message.number, "attachment": own})
    if message.public_number is not None:
        theirs = shaping.attachment_shape(row, for_visitor=True)
        to_visitor(project, conversation.visitor.public_id, {**push, "number": message.public_number, "attachment": theirs})


def announce_conversation(project: Project, conversation: Conversation) -> None:
    """A conversation's present shape, to both sides. The reader's own unread is not in it for operators."""
    operators, everyone = conversation_pushes(project, conversation)
    to_operators(project, operators)
    to_visitor(project, conversation.visitor.public_id, everyone)


def conversation_pushes(project: Project, conversation: Conversation) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two pushes of a conversation's present shape."""
    shape: dict[str, Any] = dict(queries.conversation_shapes(project, None, [conversation])[0])
    shape.pop("unread")
    return (
        {"type": "conversation", "conversation": shape},
        {"type": "conversation", "conversation": queries.visitor_conversation(conversation)},
    )


def announce_read(project: Project, conversation: Conversation, *, side: str) -> None:
    """How far one side has read, to both sides, each in its own count."""
    number = conversation.visitor_read if side == "visitor" else conversation.operator_read
    push = {"type": "read", "conversation": str(conversation.public_id), "side": side}
    to_operators(project, {**push, "number": number})
    public = queries.public_number(conversation, number)
    to_visitor(project, conversation.visitor.public_id, {**push, "number": public})


def announce_own_read(project: Project, conversation: Conversation, *, number: int, member: str) -> None:
    """How far one member has read, by their public id: for their own other tabs."""
    push = {"type": "read", "conversation": str(conversation.public_id), "side": "operator", "number": number}
    to_operators(project, {**push, "member": member})


def announce_visitor_typing(
    project: Project, visitor: uuid.UUID, conversation: uuid.UUID | None, author: AuthorShape, text: str | None
) -> None:
    """The visitor writes: to operators, with what stands in the box where the project allows the preview."""
    push: dict[str, Any] = {
        "type": "typing",
        "conversation": str(conversation) if conversation else None,
        "visitor": str(visitor),
        "author": author,
    }
    to_operators(project, push if text is None else {**push, "text": text})


def announce_operator_typing(project: Project, conversation: Conversation, author: AuthorShape, kind: str) -> None:
    """An operator writes: never the text; a note's typing stays among operators."""
    push = {"type": "typing", "conversation": str(conversation.public_id), "author": author}
    to_operators(project, {**push, "kind": kind})
    if kind == "text":
        to_visitor(project, conversation.visitor.public_id, push)


def announce_visitors(project: Project, here: Sequence[VisitorShape], gone: Sequence[str] = ()) -> None:
    """A change of the live list, to whoever looks at it."""
    push = {"type": "visitors", "project": str(project.public_id), "here": list(here), "gone": list(gone)}
    group, text = groups.live_list(project.pk), text_of(push)
    transaction.on_commit(lambda: doorbell.ring(group, text))


def announce_visitor(project: Project, visitor: VisitorShape) -> None:
    """Somebody got a name or an address, to operators."""
    to_operators(project, {"type": "visitor", "visitor": visitor})


def announce_presence(project: Project, operators: Sequence[OperatorShape], seen_by_visitors: WidgetOperatorsShape) -> None:
    """Who is here: to operators by name, to visitors as much as the widget shows."""
    to_operators(project, {"type": "presence", "project": str(project.public_id), "operators": list(operators)})
    group = groups.visitors_present(project.pk)
    text = text_of({"type": "presence", "operators": seen_by_visitors})
    transaction.on_commit(lambda: doorbell.ring(group, text))


def announce_viewers(project: Project, conversation: uuid.UUID, viewers: Sequence[str]) -> None:
    """Who looks at a conversation now, to the others who look."""
    group = groups.viewers(project.pk, conversation)
    text = text_of({"type": "viewers", "conversation": str(conversation), "viewers": list(viewers)})
    transaction.on_commit(lambda: doorbell.ring(group, text))
