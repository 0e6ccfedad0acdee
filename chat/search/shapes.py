"""What the search answers."""

from __future__ import annotations

from typing import Literal, TypedDict

from chat.shapes import AuthorShape, Status, VisitorSelfShape


class PieceShape(TypedDict):
    """A part of a text; `hit` where it is one of the asked words."""

    text: str
    hit: bool


class FoundMessageShape(TypedDict):
    """A message that holds every asked word, and the part of it that shows so."""

    conversation: str
    conversation_number: int
    status: Status
    visitor: VisitorSelfShape
    number: int
    kind: Literal["text", "note"]
    author: AuthorShape
    snippet: list[PieceShape]
    created_at: str


class FoundVisitorShape(VisitorSelfShape):
    """Somebody whose name or address was asked for; `conversation` is their present one."""

    conversation: str | None


class SearchShape(TypedDict):
    """Messages, newest first, and on the first page the people."""

    results: list[FoundMessageShape]
    visitors: list[FoundVisitorShape]
    next: str | None
