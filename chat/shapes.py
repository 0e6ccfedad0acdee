"""One JSON shape a noun: what REST, sockets, webhooks and exports alike say about a conversation.

The TypedDicts are the source of the browser's types (`manage.py write_types`); `contract.md` fixes the names.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

AuthorKind = Literal["visitor", "operator", "bot", "system"]
MessageKind = Literal["text", "note", "form", "activity"]
Status = Literal["open", "snoozed", "closed"]
AskName = Literal["name", "email", "phone", "order", "consent"]
WayName = Literal["manual", "round_robin", "least_busy"]


class AuthorShape(TypedDict):
    kind: AuthorKind
    id: str | None
    name: str
    avatar: str | None


FileState = Literal["uploading", "pending", "ready", "refused"]
# Why a file was refused: each browser says it in its reader's language.
RefusalName = Literal["kind", "program", "macros", "uncleanable", "broken", "too_large", "harmful", "incomplete", "too_much"]


class AttachmentShape(TypedDict):
    """A file of a message. `url` and `thumbnail` ask for the reader's own right each time and lead on to a link for a minute.

    Until it is `ready` there is nothing behind them: `pending` is being checked, for `refused` there is a `reason`.
    """

    id: str
    name: str
    type: str
    size: int
    url: str
    width: int | None
    height: int | None
    thumbnail: str | None
    state: FileState
    reason: RefusalName | None


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


class OwnAnswerShape(TypedDict):
    """An answer to a question that the project has written itself."""

    label: str
    value: str


class AnsweredShape(TypedDict):
    """`data` of a visitor's answer to a form, by what was asked; nothing in it is “Not now”."""

    form_id: str
    answers: dict[AskName, str | bool]
    own: NotRequired[list[OwnAnswerShape]]


class AnswerShape(TypedDict):
    """One thing that a visitor gave on request: who asked, when and why, and the words of consent that were shown with it.

    `asked_by` is empty where nobody did: it stood in the form before the chat. `own` questions have a `label`.
    """

    conversation: str
    form_id: str
    ask: Literal["name", "email", "phone", "order", "consent", "own"]
    label: NotRequired[str]
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


class DepartmentRefShape(TypedDict):
    id: str
    name: str


class DepartmentShape(DepartmentRefShape):
    """A part of the team. `offered` to visitors, or chosen by `pages`; `way` is empty where the project's own holds."""

    offered: bool
    pages: list[str]
    way: Literal["", "manual", "round_robin", "least_busy"]
    members: list[PersonShape]


class WhyShape(TypedDict):
    """`why` of an assignment that nobody made: the rule, how many chats its new holder had, and among how many people.

    `again`: whoever had it before did not take it. `left` is the way back to nobody, when its holder has gone.
    """

    way: Literal["round_robin", "least_busy", "left"]
    chats: int
    people: int
    department: str | None
    again: bool


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
    verified: bool


class EventShape(TypedDict):
    """Something that a page tracked of its visitor; `at` is when, RFC 3339."""

    name: str
    data: dict[str, str | int | float | bool]
    at: str


class WidgetVisitorShape(VisitorSelfShape):
    """The same in `hello`: `known` are the keys of what no form need ask; `agreed`: no consent is asked for, or it was given."""

    known: list[str]
    agreed: bool


class VisitorShape(VisitorSelfShape):
    """What operators see of a visitor. `pages` is the present visit, newest last, at most 50; so are `events`.

    `verified`: the site's server has signed id and email. `claimed`: the page named an id and nobody signed it. `data`, `events`
    and `page_consent` (null: nothing was said) are what the page says, unsigned.
    """

    phone: str
    external_id: str
    claimed: bool
    data: dict[str, str | int | float | bool]
    events: list[EventShape]
    page_consent: bool | None
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
    department: DepartmentRefShape | None
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


class HoursShape(TypedDict):
    """`open` now, by the clock of `zone`; `changes` are when that turns, next first (RFC 3339)."""

    open: bool
    zone: str
    changes: list[str]


class WidgetOperatorsShape(TypedDict):
    """Who is there for a visitor: `people` are at most three available operators. `hours` where the project keeps some."""

    online: bool
    people: list[PersonShape]
    hours: NotRequired[HoursShape]
