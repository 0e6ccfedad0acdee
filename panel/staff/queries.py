"""What staff read of the open project: lists and threads, each column by name since the role may read no other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from accounts.errors import NotFound
from accounts.models import Member
from chat.models import Conversation, Message, Visitor

CONVERSATIONS_A_PAGE = 50
LINES_A_PAGE = 200
CONVERSATION = ("id", "project_id", "public_id", "number", "visitor_id", "status", "subject", "last_text", "last_at", "updated_at")
LINE = ("id", "project_id", "conversation_id", "number", "author_kind", "author_id", "kind", "text", "created_at", "deleted")
VISITOR = ("id", "project_id", "public_id", "name", "email")


@dataclass(frozen=True)
class Row:
    """A conversation in the list."""

    public_id: uuid.UUID
    number: int
    visitor: str
    status: str
    last_text: str
    last_at: datetime | None


@dataclass(frozen=True)
class Line:
    """One message, or one of the team's notes."""

    number: int
    author: str
    kind: str
    text: str
    created_at: datetime


def conversations(before: int | None = None) -> tuple[list[Row], int | None]:
    """The newest conversations by their human number, below `before`, and where the next page begins."""
    rows = Conversation.objects.only(*CONVERSATION).order_by("-number")
    found = list((rows if before is None else rows.filter(number__lt=before))[: CONVERSATIONS_A_PAGE + 1])
    page = found[:CONVERSATIONS_A_PAGE]
    visitors = Visitor.objects.only(*VISITOR).in_bulk([one.visitor_id for one in page])
    shapes = [Row(one.public_id, one.number, str(visitors[one.visitor_id]), one.status, one.last_text, one.last_at) for one in page]
    return shapes, page[-1].number if len(found) > len(page) else None


def thread(public_id: uuid.UUID, before: int | None = None) -> tuple[Row, list[Line], int | None]:
    """A conversation with its newest lines below `before`, oldest first, and where the earlier ones begin. Raises NotFound."""
    found = Conversation.objects.only(*CONVERSATION).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    visitor = str(Visitor.objects.only(*VISITOR).get(pk=found.visitor_id))
    rows = Message.objects.only(*LINE).filter(conversation_id=found.pk).exclude(kind="activity").order_by("-number")
    newest = list((rows if before is None else rows.filter(number__lt=before))[: LINES_A_PAGE + 1])
    page = newest[:LINES_A_PAGE]
    ids = {one.author_id for one in page if one.author_kind == "operator"}
    members = Member.objects.only("id", "account_id", "public_id", "name").in_bulk(ids)
    names = {pk: member.name for pk, member in members.items()}
    lines = [Line(one.number, _author(one, visitor, names), one.kind, _text(one), one.created_at) for one in reversed(page)]
    row = Row(found.public_id, found.number, visitor, found.status, found.last_text, found.last_at)
    return row, lines, page[-1].number if len(newest) > len(page) else None


def _author(message: Message, visitor: str, members: dict[int, str]) -> str:
    if message.author_kind == "visitor":
        return visitor
    return members.get(message.author_id, "") if message.author_kind == "operator" else message.author_kind


def _text(message: Message) -> str:
    return "" if message.deleted else message.text
