"""Every event that reaches a browser: its name, its payload, and who may hear it.

`operators` means the project's operators, `everyone` means the conversation's visitor as well. The audience belongs to the
type and is decided nowhere else; `chat/live.py` refuses to publish anything to a wider circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from chat.shapes import (
    AttachmentShape,
    AuthorShape,
    ConversationShape,
    MessageShape,
    OperatorShape,
    VisitorConversationShape,
    VisitorShape,
    WidgetOperatorsShape,
)

Audience = Literal["operators", "everyone"]


class MessagePush(TypedDict):
    """A new line of the timeline. A note or a private activity goes to operators only."""

    type: Literal["message"]
    conversation: str
    message: MessageShape


class AttachmentPush(TypedDict):
    """What became of a file of the line `number`, in the hearer's own count. A note's files are for operators only."""

    type: Literal["attachment"]
    conversation: str
    number: int
    attachment: AttachmentShape


class TypingPush(TypedDict):
    """Somebody writes. `text` is the visitor's preview, for operators only; `kind` is there for operators only."""

    type: Literal["typing"]
    conversation: str | None
    visitor: NotRequired[str]
    author: AuthorShape
    text: NotRequired[str]
    kind: NotRequired[Literal["text", "note"]]


class ReadPush(TypedDict):
    """One side has read up to `number`, in the hearer's own count. Operators hear which `member` it was."""

    type: Literal["read"]
    conversation: str
    side: Literal["visitor", "operator"]
    number: int
    member: NotRequired[str]


class ConversationPush(TypedDict):
    """A conversation in its present shape. `unread` is not in it: it is each reader's own, and the browser counts."""

    type: Literal["conversation"]
    conversation: ConversationShape


class VisitorConversationPush(TypedDict):
    """The same for the visitor's tabs."""

    type: Literal["conversation"]
    conversation: VisitorConversationShape


class VisitorPush(TypedDict):
    """One visitor of the live list came, walked on or was named."""

    type: Literal["visitor"]
    visitor: VisitorShape


class VisitorsPush(TypedDict):
    """The live list: who is here now, and who left (`gone`, ids)."""

    type: Literal["visitors"]
    project: str
    here: list[VisitorShape]
    gone: list[str]


class PresencePush(TypedDict):
    """Operators of a project and whether they are available."""

    type: Literal["presence"]
    project: str
    operators: list[OperatorShape]


class WidgetPresencePush(TypedDict):
    """Who is there, as the visitor hears it."""

    type: Literal["presence"]
    operators: WidgetOperatorsShape


class ViewersPush(TypedDict):
    """Members looking at a conversation now (ids)."""

    type: Literal["viewers"]
    conversation: str
    viewers: list[str]


class RevokedPush(TypedDict):
    type: Literal["revoked"]


class BannedPush(TypedDict):
    """An operator keeps this visitor out: the connection ends."""

    type: Literal["banned"]


class RestartingPush(TypedDict):
    type: Literal["restarting"]
    retry_ms: int
    reload: NotRequired[bool]


class SlowPush(TypedDict):
    type: Literal["slow"]
    retry_ms: int


class ResyncPush(TypedDict):
    """Something may have been missed: ask again for what you show."""

    type: Literal["resync"]


@dataclass(frozen=True)
class EventType:
    """An event's entry in the registry: `payload` is its TypedDict, `audience` the widest circle that may hear it."""

    name: str
    payload: type
    audience: Audience


REGISTRY: list[EventType] = [
    EventType("message", MessagePush, "everyone"),
    EventType("attachment", AttachmentPush, "everyone"),
    EventType("typing", TypingPush, "everyone"),
    EventType("read", ReadPush, "everyone"),
    EventType("conversation", ConversationPush, "operators"),
    EventType("conversation", VisitorConversationPush, "everyone"),
    EventType("visitor", VisitorPush, "operators"),
    EventType("visitors", VisitorsPush, "operators"),
    EventType("presence", PresencePush, "operators"),
    EventType("presence", WidgetPresencePush, "everyone"),
    EventType("viewers", ViewersPush, "operators"),
    EventType("revoked", RevokedPush, "everyone"),
    EventType("banned", BannedPush, "everyone"),
    EventType("restarting", RestartingPush, "everyone"),
    EventType("slow", SlowPush, "everyone"),
    EventType("resync", ResyncPush, "everyone"),
]


def hear_of(event: EventType) -> None:
    """Add an upper floor's event. Called once, in `apps.py: ready()`."""
    REGISTRY.append(event)
