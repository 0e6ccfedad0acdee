"""What a socket answers: the replies of `contract.md`, typed, for both audiences."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from chat.shapes import (
    ConversationShape,
    MessageShape,
    OperatorShape,
    PersonShape,
    ProjectShape,
    VisitorConversationShape,
    WidgetOperatorsShape,
    WidgetVisitorShape,
)


class FrameErrorShape(TypedDict):
    """Why a frame was refused: a code of the contract, what is wrong with which field, and the `request_id` in our log."""

    code: str
    detail: str
    fields: NotRequired[dict[str, str]]
    retry_ms: NotRequired[int]
    request_id: NotRequired[str]


class ReplyShape(TypedDict):
    """What every reply has; the fields of the frame's own reply stand beside these."""

    type: Literal["reply"]
    ref: Any
    ok: bool
    error: NotRequired[FrameErrorShape]


class WidgetHelloReply(TypedDict):
    token: str
    visitor: WidgetVisitorShape
    conversation: VisitorConversationShape | None
    messages: list[MessageShape]
    more: bool
    operators: WidgetOperatorsShape
    heartbeat_s: int
    identified: bool


class IdentifyReply(TypedDict):
    """With a `token` the visitor is another one from now on: hello is said again with it."""

    visitor: WidgetVisitorShape
    token: NotRequired[str]


class PanelHelloReply(TypedDict):
    member: PersonShape | None
    projects: list[ProjectShape]
    presence: list[OperatorShape]
    heartbeat_s: int


class SendReply(TypedDict):
    conversation: str
    number: int
    created_at: str


class WidgetResumeReply(TypedDict):
    messages: list[MessageShape]
    more: bool
    conversation: VisitorConversationShape | None


class PanelResumeReply(TypedDict):
    messages: list[MessageShape]
    more: bool
    conversation: ConversationShape


class PulseReply(TypedDict):
    pulse: dict[str, str]
