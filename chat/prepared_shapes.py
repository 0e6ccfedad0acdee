"""Shapes of what a team has prepared for its work: tags, canned replies, macros, views of the inbox."""

from __future__ import annotations

from typing import Any, TypedDict


class TagShape(TypedDict):
    """A word of the vocabulary. `hue` is one of six colours, 0 for none; `used` is how often it was given."""

    id: str
    name: str
    hue: int
    used: int


class CannedReplyShape(TypedDict):
    """`own`: nobody else sees it. In `text`, `{{visitor.first_name|there}}` is filled in when it is inserted."""

    id: str
    shortcut: str
    text: str
    own: bool
    used: int
    used_at: str | None


class MacroShape(TypedDict):
    """What a press does, as a change of a conversation, with `text` and `kind` where it says something."""

    id: str
    name: str
    does: dict[str, Any]
    used: int


class SavedViewShape(TypedDict):
    """A filter under a name. `count` goes up to 100; `gone` names what of the filter is not there any more."""

    id: str
    name: str
    own: bool
    wants: dict[str, Any]
    count: int
    gone: list[str]


class ChangedShape(TypedDict):
    """What became of one change of many: `back` is the change that undoes it; `error` is why nothing was done."""

    conversation: str
    back: dict[str, Any] | None
    error: dict[str, str] | None
