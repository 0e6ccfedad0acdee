"""What the API takes for a team's work: many changes, tags, canned replies, macros and views."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from panel.api.schema import Words
from panel.api.shapes import ConversationChanges, Id, Text

TagName = Annotated[str, Words(minLength=1, maxLength=60)]
Hue = Annotated[int, Words(minimum=0, maximum=6)]
Shortcut = Annotated[str, Words(minLength=1, maxLength=40)]
Template = Annotated[str, Words(minLength=1, maxLength=5000)]
Name = Annotated[str, Words(minLength=1, maxLength=60)]


class NewImport(TypedDict):
    """The ZIP of a project's export."""

    file: Annotated[str, Words(format="binary")]


class ChangeOfOne(ConversationChanges):
    conversation: Id


class ManyChanges(TypedDict):
    """From one to 100. Each answer has the change that undoes it, or why nothing was done."""

    changes: Annotated[list[ChangeOfOne], Words(minItems=1, maxItems=100)]


class MergeInto(TypedDict):
    into: Id


class NewText(TypedDict):
    text: Text


class TagChanges(TypedDict, total=False):
    name: TagName
    hue: Hue


class NewTag(TypedDict):
    name: TagName
    hue: NotRequired[Hue]


class CannedReplyChanges(TypedDict, total=False):
    shortcut: Shortcut
    text: Template


class NewCannedReply(TypedDict):
    """`own`, unless said otherwise: nobody else sees it."""

    shortcut: Shortcut
    text: Template
    own: NotRequired[bool]


class MacroChanges(TypedDict, total=False):
    """`does` is a change of a conversation, without a note or a moment, with `text` and `kind` (text or note) where it says something."""

    name: Name
    does: dict[str, Any]


class NewMacro(TypedDict):
    name: Name
    does: dict[str, Any]


class MacroRun(TypedDict):
    """The same `client_id` again says nothing twice."""

    conversation: Id
    client_id: Id


class Wants(TypedDict, total=False):
    """What a view filters by, as the list of conversations does."""

    status: Literal["open", "snoozed", "closed"]
    assignee: str
    department: str
    tag: list[str]
    priority: str
    unread: bool
    visitor: Id
    q: str


class ViewChanges(TypedDict, total=False):
    name: Name
    wants: Wants


class NewView(TypedDict):
    """`own`, unless said otherwise: nobody else sees it."""

    name: Name
    wants: Wants
    own: NotRequired[bool]
