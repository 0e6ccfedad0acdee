"""The hot path: a text message from its frame to the commit and its two pushes, without a thread, a query or the ORM.

What a send needs to know, a connection has learned once (`Place`), when an ordinary action found it. Whatever is not plain (a
closed conversation, the first message, a repeat that is somewhere else) takes the ordinary action instead. Facts that
`Place` remembers can grow old: `chat_append` checks conversation and status itself, a right that ends ends the socket, and a
name is learned anew with the next other frame.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from chat import groups, later, metrics
from chat.append import Line
from chat.hub import hub
from chat.lane import lane
from chat.models import Conversation
from chat.plan import closed
from chat.shapes import AuthorShape, MessageShape
from chat.times import rfc3339

MEASURED = 4  # one message of so many is timed: that costs as much as a publish

_COUNTED = {kind: metrics.MESSAGES.labels(kind) for kind in ("visitor", "operator")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connection writes, and as whom. `conversation` is the public id, the other ids are internal."""

    project_id: int
    account_id: int
    conversation_id: int
    conversation: str
    operators: str  # the groups that hear of it
    visitor: str
    author_id: int
    author: AuthorShape


class Stored(NamedTuple):
    """What the reply says; the numbers are operators' and visitors'."""

    number: int
    public_number: int | None
    created_at: str


def place_of(project: Any, conversation: Conversation, author_id: int, author: AuthorShape) -> Place:
    """The place of somebody who may write in a conversation."""
    return Place(
        project_id=project.pk,
        account_id=project.account_id,
        conversation_id=conversation.pk,
        conversation=str(conversation.public_id),
        operators=groups.operators(project.pk),
        visitor=groups.visitor(project.pk, conversation.visitor.public_id),
        author_id=author_id,
        author=author,
    )


async def post(place: Place, client_id: uuid.UUID, text: str, kind: str) -> Stored | None:
    """Store a cleaned text or note and tell everybody. None: take the ordinary action. Raises Busy."""
    if place.account_id in closed:
        return None
    began = time.perf_counter()
    line = Line(
        project_id=place.project_id,
        conversation_id=place.conversation_id,
        author_kind=place.author["kind"],
        author_id=place.author_id,
        client_id=client_id,
        kind=kind,
        text=text,
        data=None,
        public=kind == "text",
    )
    appended = await lane().append(line)
    if appended.outcome != "stored":
        return None
    if appended.number % MEASURED == 0:
        metrics.COMMIT.observe(time.perf_counter() - began)
    _COUNTED[line.author_kind].inc()
    stored = Stored(appended.number, appended.public_number, rfc3339(appended.created_at))
    _announce(place, line, stored)
    later.wake_soon(place.project_id, place.account_id)
    return stored


def _announce(place: Place, line: Line, stored: Stored) -> None:
    """The same two texts that `live.announce_message` makes of the row."""
    shape: MessageShape = {
        "conversation": place.conversation,
        "number": stored.number,
        "kind": line.kind,  # type: ignore[typeddict-item]
        "author": place.author,
        "text": line.text,
        "data": None,
        "attachments": [],
        "client_id": None,
        "created_at": stored.created_at,
        "edited_at": None,
        "deleted": False,
    }
    own, by_visitor = str(line.client_id), line.author_kind == "visitor"
    here = hub()
    here.publish(place.operators, _text(place, shape, stored.number, None if by_visitor else own))
    if stored.public_number is not None:
        here.publish(place.visitor, _text(place, shape, stored.public_number, own if by_visitor else None))


def _text(place: Place, shape: MessageShape, number: int, client_id: str | None) -> bytes:
    shape["number"], shape["client_id"] = number, client_id
    return orjson.dumps({"type": "message", "conversation": place.conversation, "message": shape})
