"""One JSON shape a noun: what REST, sockets, webhooks and exports alike say about a conversation.

The TypedDicts are the source of the browser's types (`manage.py write_types`); `contract.md` fixes the names.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

AuthorKind = Literal["visitor", "operator", "bot", "system"]
MessageKind = Literal["text", "note", "form", "activity"]
Status = Literal["open", "snoozed", "closed"]
AskName = Literal["email", "phone", "order", "consent"]


class AuthorShape(TypedDict):
    kind: AuthorKind
    id: str | None
    name: str
    avatar: str | None


class AttachmentShape(TypedDict):
    id: str
    name: str
    type: str
    size: int
    url: str
    width: int | None
    height: int | None


class MessageShape(TypedDict):
    """One line of a timeline. `number` is the reader's own count; `client_id` is null for the other side."""

    conversation: str
    number: int
    kind: MessageKind
    author: AuthorShape
    text: str
    data: dict[str, Any] | None
    attachments: list[AttachmentShape]
    client_id: str | None
    created_at: str
    edited_at: str | None
    deleted: bool


class ConsentShape(TypedDict):
    """The words that a visitor is asked to agree to. Equal words have an equal `version`."""

    version: str
    text: str


class AskedShape(TypedDict):
    """`data` of a form: what its author asks for, and why."""

    form_id: str
    asks: list[AskName]
    purpose: str
    consent: NotRequired[ConsentShape]


class AnsweredShape(TypedDict):
    """`data` of a visitor's answer to a form, by what was asked; nothing in it is “Not now”."""

    form_id: str
    answers: dict[AskName, str | bool]


class AnswerShape(TypedDict):
    """One thing that a visitor gave on request: who asked, when and why, and the words of consent that were shown with it."""

    conversation: str
    form_id: str
    ask: AskName
    value: str | bool
    asked_by: str
    asked_at: str
    purpose: str
    consent: ConsentShape | None
    answered_at: str


class PersonShape(TypedDict):
    """A member as others see them."""

    id: str
    name: str
    avatar: str | None


class OperatorShape(PersonShape):
    """A member of a project with their presence: `chats` is the number of open conversations they hold."""

    available: bool
    chats: int
    role: str


class PageShape(TypedDict):
    """One page of a visit; `at` is when it was opened, RFC 3339."""

    url: str
    title: str
    at: str


class VisitorSelfShape(TypedDict):
    """What a visitor is told about themselves."""

    id: str
    name: str
    email: str


class VisitorShape(VisitorSelfShape):
    """What operators see of a visitor. `pages` is the present visit, newest last, at most 50."""

    phone: str
    verified: bool
    online: bool
    locale: str
    device: str
    referrer: str
    visits: int
    conversations: int
    first_seen_at: str | None
    here_since: str | None
    pages: list[PageShape]
    conversation: str | None
    waiting_since: str | None
    typing: bool


class VisitorRefShape(VisitorSelfShape):
    """The visitor inside a conversation's shape; `page` is where they are now, if they are here."""

    online: bool
    page: PageShape | None


class LastMessageShape(TypedDict):
    """The last public text of a conversation, at most 200 characters."""

    text: str
    author: AuthorShape
    created_at: str


class RatingShape(TypedDict):
    score: int
    comment: str


class ConversationShape(TypedDict):
    """A conversation as operators see it. `unread` is the reader's own."""

    id: str
    project: str
    number: int
    status: Status
    assignee: PersonShape | None
    department: str | None
    tags: list[str]
    visitor: VisitorRefShape
    subject: str
    last_message: LastMessageShape | None
    last_number: int
    unread: int
    visitor_read: int
    operator_read: int
    rating: RatingShape | None
    waiting_since: str | None
    snoozed_until: str | None
    priority: int
    created_at: str
    updated_at: str


class VisitorConversationShape(TypedDict):
    """A conversation as its visitor sees it: no #number, nothing private; snoozed shows as open."""

    id: str
    status: Literal["open", "closed"]
    assignee: PersonShape | None
    last_message: LastMessageShape | None
    last_number: int
    unread: int
    visitor_read: int
    operator_read: int
    rating: RatingShape | None
    created_at: str


class ProjectShape(TypedDict):
    """A project as its members see it."""

    id: str
    name: str
    slug: str
    key: str
    color: str
    website: str
    role: str
    waiting: NotRequired[int]


class WidgetOperatorsShape(TypedDict):
    """Who is there for a visitor: `people` are at most three available operators."""

    online: bool
    people: list[PersonShape]
