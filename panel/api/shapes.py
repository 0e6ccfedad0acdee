"""What only REST says: the bodies that it takes, and answers that no socket and no export has."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from accounts.shapes import KeyShape
from chat.asks import CONSENT, PURPOSE
from chat.frames import ReplyShape, SendReply
from chat.shapes import AskName, AttachmentShape, ConversationShape, MessageShape, ProjectShape
from panel.api.schema import Words
from widget.rules.wire import FactName

Id = Annotated[str, Words(format="uuid")]
Text = Annotated[str, Words(minLength=1, maxLength=10_000)]
Role = Literal["owner", "admin", "operator", "viewer"]
Scope = Literal["read", "visitors", "reply", "assign", "settings", "members", "audit", "data"]


class ErrorShape(TypedDict):
    """Why something was refused: a code of the contract, a sentence for people, and what is wrong with which field."""

    code: str
    detail: str
    fields: NotRequired[dict[str, str]]


class RefusalShape(TypedDict):
    error: ErrorShape


class ProjectSettingsShape(ProjectShape):
    """A project with everything that can be set."""

    allowed_domains: list[str]
    live_visitors: bool
    typing_preview: bool
    page_history: bool
    mask_cards: bool
    signed_identity: bool
    ask_first: bool
    greeting: str
    email: str


class ProjectChanges(TypedDict, total=False):
    name: Annotated[str, Words(minLength=1, maxLength=120)]
    website: Annotated[str, Words(maxLength=253)]
    color: Annotated[str, Words(pattern="^#[0-9A-Fa-f]{6}$")]
    greeting: Annotated[str, Words(maxLength=200)]
    email: Annotated[str, Words(maxLength=254)]
    live_visitors: bool
    typing_preview: bool
    page_history: bool
    mask_cards: bool
    signed_identity: bool
    ask_first: bool
    allowed_domains: list[str]


class CountsShape(TypedDict):
    """Conversations that are not closed, by tab; those that wait; those done since midnight."""

    mine: int
    unassigned: int
    all: int
    waiting: int
    done_today: int


class FirstMessage(TypedDict):
    """A message to a visitor who has not written. The same `client_id` again stores nothing twice."""

    client_id: Id
    visitor: Id
    text: Text


class NewFile(TypedDict):
    """A file that is going to come. The same `client_id` again says what of it is missing."""

    client_id: Id
    name: str
    size: Annotated[int, Words(minimum=1)]


class FileShape(TypedDict):
    attachment: AttachmentShape


class NewMessage(TypedDict):
    """The same `client_id` again stores nothing twice. With files the text may be left out."""

    client_id: Id
    text: Text
    attachments: NotRequired[Annotated[list[Id], Words(maxItems=10)]]
    kind: NotRequired[Literal["text", "note"]]


class NewForm(TypedDict):
    """`consent` are the words to agree to, where that is asked. The same `client_id` again stores nothing twice."""

    client_id: Id
    asks: Annotated[list[AskName], Words(minItems=1)]
    purpose: Annotated[str, Words(minLength=1, maxLength=PURPOSE)]
    consent: NotRequired[Annotated[str, Words(minLength=1, maxLength=CONSENT)]]


class BegunShape(SendReply):
    """The first message, and the conversation that it stands in."""

    shape: ConversationShape


TagNames = Annotated[list[Annotated[str, Words(minLength=1, maxLength=60)]], Words(maxItems=20)]


class NoteShape(TypedDict):
    """A private note that is left with the change, before it."""

    client_id: Id
    text: Text


class ConversationChanges(TypedDict, total=False):
    """`assignee` is a member's id, `me`, or null for nobody; `department` is an id, or null for none.

    `snoozed_until` goes with status snoozed: null, or left out, is until the visitor writes. All of it is done, or nothing.
    """

    status: Literal["open", "snoozed", "closed"]
    snoozed_until: datetime | None
    assignee: str | None
    department: str | None
    tags: TagNames
    add_tags: TagNames
    remove_tags: TagNames
    priority: Literal[-1, 0, 1, 2]
    note: NoteShape


class DepartmentFields(TypedDict, total=False):
    """`pages` are addresses that decide it: `/orders/*`, or `help.example.com/*`. `members` are ids; without any it is everybody's."""

    offered: bool
    pages: Annotated[list[Annotated[str, Words(minLength=1, maxLength=200)]], Words(maxItems=20)]
    way: Literal["", "manual", "round_robin", "least_busy"]
    members: list[Id]


class DepartmentChanges(DepartmentFields, total=False):
    name: Annotated[str, Words(minLength=1, maxLength=60)]


class NewDepartment(DepartmentFields):
    name: Annotated[str, Words(minLength=1, maxLength=60)]


class Condition(TypedDict):
    """One thing that must hold. `value` is a text, a number, a list of codes, `{from, to}` or `{name, value}`, as the fact wants it."""

    fact: FactName
    how: NotRequired[str]
    value: NotRequired[Any]


class AutomationChanges(TypedDict, total=False):
    """`position` counts from 1, at the top; `asks` come in a form after an answer."""

    name: Annotated[str, Words(minLength=1, maxLength=80)]
    active: bool
    conditions: Annotated[list[Condition], Words(maxItems=10)]
    text: Annotated[str, Words(minLength=1, maxLength=280)]
    translations: dict[str, str]
    answers: Annotated[list[str], Words(maxItems=4)]
    sender: Literal["here", "project"]
    often: Literal["once", "visit"]
    asks: list[Literal["email", "phone", "order"]]
    tag: Annotated[str, Words(maxLength=60)]
    department: str | None
    position: Annotated[int, Words(minimum=1, maximum=999)]


class NewAutomation(TypedDict):
    """A message that is shown when all of its conditions hold."""

    name: Annotated[str, Words(minLength=1, maxLength=80)]
    text: Annotated[str, Words(minLength=1, maxLength=280)]
    active: NotRequired[bool]
    conditions: NotRequired[Annotated[list[Condition], Words(maxItems=10)]]
    translations: NotRequired[dict[str, str]]
    answers: NotRequired[Annotated[list[str], Words(maxItems=4)]]
    sender: NotRequired[Literal["here", "project"]]
    often: NotRequired[Literal["once", "visit"]]
    asks: NotRequired[list[Literal["email", "phone", "order"]]]
    tag: NotRequired[Annotated[str, Words(maxLength=60)]]
    department: NotRequired[str | None]


class ErasureWish(TypedDict, total=False):
    """At once, or else in seven days."""

    at_once: bool


class MemberChanges(TypedDict, total=False):
    """`projects` is null for all of the account."""

    role: Role
    projects: list[Id] | None


class NewInvitation(TypedDict):
    """`projects` is null for all of the account."""

    email: Annotated[str, Words(format="email")]
    role: NotRequired[Role]
    projects: NotRequired[list[Id] | None]


class NewGrant(TypedDict):
    """`project` is null for all of the account; 24 hours unless said."""

    project: NotRequired[Id | None]
    scope: Literal["settings", "conversations"]
    reason: Annotated[str, Words(minLength=1, maxLength=200)]
    hours: NotRequired[Annotated[int, Words(minimum=1, maximum=168)]]


DeliveryState = Literal["queued", "sending", "waiting", "delivered", "failed", "cancelled"]


class Press(TypedDict):
    """`request_id` is a UUID of your own; `fields` are what goes, those of the integration unless said."""

    conversation: Id
    request_id: Id
    fields: NotRequired[list[str] | None]


class PressOfShown(Press):
    """`at` and `digest` of a preview: exactly what it showed is sent, or nothing."""

    at: NotRequired[str]
    digest: NotRequired[str]


class Resend(TypedDict):
    reason: Annotated[str, Words(minLength=1, maxLength=200)]


class NewKey(TypedDict):
    """`project` is null for all that the holder may enter; `expires_at` null for no end."""

    name: str
    kind: NotRequired[Literal["personal", "service"]]
    scopes: list[Scope]
    project: NotRequired[Id | None]
    expires_at: NotRequired[datetime | None]


class IssuedKeyShape(KeyShape):
    """A new key with its secret, which is shown this once."""

    key: str


class FramesBody(TypedDict):
    """Frames of the socket: objects with a `type`, perhaps a `ref`, and the fields of the type. Each has a reply, also one that is bad."""

    v: Literal[1]
    projects: list[Id] | Literal["all"]
    frames: Annotated[list[Any], Words(maxItems=50)]


class RepliesShape(TypedDict):
    """One reply a frame, in their order."""

    replies: list[ReplyShape]


class FeedShape(TypedDict):
    """What was pushed, and where the next request begins."""

    pushes: list[dict[str, Any]]
    cursor: str


class LinesShape(TypedDict):
    """Lines of the timeline in the feed's order. `cursor` is where the next request begins, now or in years; null before the first line."""

    results: list[MessageShape]
    cursor: str | None
    more: bool
