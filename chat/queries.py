"""Reads of conversations and their timelines, inside the open tenant. Never writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Value

from accounts.actors import Actor
from accounts.models import Member, Project
from chat import shaping, visits
from chat.models import Answer, Attachment, Conversation, Department, Message, ReadMark, Visitor
from chat.models.message import AsXid8, OldestRunning
from chat.shapes import AnswerShape, ConversationShape, MessageShape, VisitorConversationShape
from chat.shaping import Authors

PAGE_MESSAGES = 100  # the most that one frame carries (contract)
NEWEST = 50  # what `after: null` means
PAGE_BYTES = 200_000  # 256 KiB a frame, less room for the frame itself


def members_by_id(ids: Iterable[int]) -> dict[int, Member]:
    """Members of the open account, also those who left: their messages keep their names."""
    wanted = {one for one in ids if one}
    return {member.pk: member for member in Member.objects.filter(pk__in=wanted)} if wanted else {}


def authors_of(conversation: Conversation, messages: Sequence[Message] = ()) -> Authors:
    """Everyone who has to be named with these rows."""
    ids = {message.author_id for message in messages if message.author_kind == "operator"}
    if conversation.last_author_kind == "operator":
        ids.add(conversation.last_author_id)
    members, files = members_by_id(ids | {conversation.assignee_id or 0}), files_of(conversation.pk, messages)
    return Authors(conversation.visitor, members, files, departments_by_id([conversation]))


def files_of(conversation: int, messages: Sequence[Message]) -> dict[int, list[Attachment]]:
    """The files of these lines of one conversation, by number, in their order. Lines say themselves whether they have any."""
    numbers = [message.number for message in messages if (message.data or {}).get("files")]
    found: dict[int, list[Attachment]] = {}
    if numbers:
        rows = Attachment.objects.select_related("project").filter(conversation=conversation, number__in=numbers)
        for row in rows.order_by("number", "place"):
            found.setdefault(row.number or 0, []).append(row)
    return found


def departments_by_id(rows: Iterable[Conversation]) -> dict[int, Department]:
    """The departments of these conversations, removed ones too."""
    wanted = {row.department_id for row in rows if row.department_id}
    return {one.pk: one for one in Department.objects.filter(pk__in=wanted)} if wanted else {}


class Page(NamedTuple):
    """Lines in order, whether there are more in that direction, and everyone who is named in them and in the summary."""

    messages: list[MessageShape]
    more: bool
    authors: Authors


def timeline(
    conversation: Conversation, *, for_visitor: bool, after: int | None = None, before: int | None = None, limit: int = PAGE_MESSAGES
) -> Page:
    """One page of a conversation for one side.

    `after` and `before` are the reader's own numbers. Without either: the newest 50, and *more* means older ones exist.
    """
    column = "public_number" if for_visitor else "number"
    rows = Message.objects.filter(conversation=conversation)
    if for_visitor:
        rows = rows.filter(public_number__isnull=False)
    limit = max(1, min(limit, PAGE_MESSAGES))
    if after is not None:
        found = list(rows.filter(**{f"{column}__gt": after}).order_by(column)[: limit + 1])
        more, found = len(found) > limit, found[:limit]
    else:
        if before is not None:
            rows = rows.filter(**{f"{column}__lt": before})
        limit = min(limit, NEWEST)
        found = list(rows.order_by(f"-{column}")[: limit + 1])
        more, found = len(found) > limit, found[:limit][::-1]
    kept = _within_a_frame(found, forwards=after is not None)
    authors = authors_of(conversation, kept)
    shapes = [shaping.message_shape(one, conversation, authors, for_visitor=for_visitor) for one in kept]
    return Page(with_targets(conversation, shapes, for_visitor=for_visitor), more or len(kept) < len(found), authors)


def _within_a_frame(messages: list[Message], *, forwards: bool) -> list[Message]:
    """As many as fit into one frame, and at least one."""
    kept: list[Message] = []
    room = PAGE_BYTES
    for message in messages if forwards else reversed(messages):
        room -= len(message.text.encode()) + 600
        if kept and room < 0:
            break
        kept.append(message)
    return kept if forwards else kept[::-1]


def with_targets(conversation: Conversation, shapes: list[MessageShape], *, for_visitor: bool) -> list[MessageShape]:
    """An edit's line carries its target's present shape, so that a replay shows what is, not what was."""
    wanted = [shape for shape in shapes if (shape["data"] or {}).get("event") in ("edited", "removed")]
    for shape in wanted:
        data = shape["data"] or {}
        target = Message.objects.filter(conversation=conversation, number=int(str(data.get("of") or 0))).first()
        if target is not None and (target.public_number is not None or not for_visitor):
            authors = authors_of(conversation, [target])
            now = shaping.message_shape(target, conversation, authors, for_visitor=for_visitor)
            shape["data"] = {**data, "of": now["number"], "message": now}
    return shapes


def internal_number(conversation: Conversation, public_number: int) -> int:
    """The operators' number of a visitor's number: the row's, or the last one when it is beyond the end."""
    number = (
        Message.objects.filter(conversation=conversation, public_number__lte=public_number)
        .order_by("-public_number")
        .values_list("number", flat=True)
        .first()
    )
    return number or 0


def public_number(conversation: Conversation, number: int) -> int:
    """The visitor's count at an operators' number."""
    if number == 0:
        return 0
    if number >= conversation.last_number:
        return conversation.last_public_number
    rows = Message.objects.filter(conversation=conversation, number__lte=number, public_number__isnull=False)
    return rows.order_by("-number").values_list("public_number", flat=True).first() or 0


def visitor_conversation(conversation: Conversation, authors: Authors | None = None) -> VisitorConversationShape:
    """A conversation's present shape for its visitor; `authors` if they are known from its page."""
    return shaping.visitor_conversation_shape(
        conversation,
        authors or authors_of(conversation),
        visitor_read=public_number(conversation, conversation.visitor_read),
        operator_read=public_number(conversation, conversation.operator_read),
    )


def present_conversation(visitor: Visitor | None) -> Conversation | None:
    """The conversation a visitor's tabs show: the open one, else the newest."""
    if visitor is None:
        return None
    rows = Conversation.objects.filter(visitor=visitor)
    found: Conversation | None = rows.exclude(status="closed").first() or rows.order_by("-id").first()
    if found is not None:
        found.visitor = visitor
    return found


def conversation_shapes(
    project: Project, reader: Actor | None, rows: Sequence[Conversation], members: dict[int, Member] | None = None
) -> list[ConversationShape]:
    """Present shapes for operators, with the reader's own unread counts: a fixed number of queries however many rows.

    `members` if those who are named are known already.
    """
    ids = {row.assignee_id or 0 for row in rows} | {row.last_author_id for row in rows if row.last_author_kind == "operator"}
    members = members_by_id(ids) if members is None else members
    departments = departments_by_id(rows)
    seen: dict[int, int] = {}
    if reader is not None and reader.id:
        marks = ReadMark.objects.filter(member_id=reader.id, conversation__in=[row.pk for row in rows])
        seen = dict(marks.values_list("conversation_id", "seen"))
    present = visits.visits_of(project.pk, [row.visitor.public_id for row in rows])
    return [
        shaping.conversation_shape(
            row,
            project,
            Authors(row.visitor, members, departments=departments),
            present[row.visitor.public_id],
            unread=max(0, row.from_visitor - seen.get(row.pk, 0)),
        )
        for row in rows
    ]


def inbox_rows(reader: Actor, *, view: str) -> QuerySet[Conversation]:
    """The conversations of one tab of the inbox: `mine`, `unassigned` or `all`."""
    # Not joined: the planner would read all visitors of a project to find the fifty of a page.
    rows: QuerySet[Conversation] = Conversation.objects.prefetch_related("visitor")
    if view == "mine":
        rows = rows.filter(assignee_id=reader.id)
    elif view == "unassigned":
        rows = rows.filter(assignee__isnull=True)
    return rows


def inbox_counts(reader: Actor, since: Any) -> dict[str, int]:
    """Numbers on the tabs and the rail: not-closed conversations by tab, those that wait, those done since `since`."""
    live = Conversation.objects.exclude(status="closed")
    return {
        "mine": live.filter(assignee_id=reader.id).count(),
        "unassigned": live.filter(assignee__isnull=True).count(),
        "all": live.count(),
        "waiting": live.filter(status="open", waiting_since__isnull=False).count(),
        "done_today": Conversation.objects.filter(status="closed", closed_at__gte=since).count(),
    }


def chats_by_member() -> dict[int, int]:
    """How many not-closed conversations each member holds in the open project."""
    rows = Conversation.objects.exclude(status="closed").filter(assignee__isnull=False)
    return dict(rows.values_list("assignee_id").annotate(Count("id")))


def pulse(project: Project) -> str:
    """An opaque mark of the newest line in the project: one that a browser has not heard of means it missed something."""
    newest = Message.objects.order_by("-txid", "-id").values_list("conversation__public_id", "number").first()
    return "" if newest is None else f"{newest[0]}:{newest[1]}"


def behind(place: tuple[int, int] | None, *, since: datetime, limit: int = PAGE_MESSAGES) -> tuple[list[Message], tuple[int, int]]:
    """Lines of the open project behind a cursor (txid, id), oldest first, and the cursor behind them.

    Only transactions older than every running one are read: nothing can appear behind a cursor later (architecture, feed 11).
    Without a place: the lines since `since`.
    """
    rows = Message.objects.select_related("conversation__visitor").order_by("txid", "id").filter(txid__lt=OldestRunning())
    if place is None:
        recent = list(rows.filter(created_at__gte=since).reverse()[:limit])[::-1]
        newest = rows.reverse().first()
        end = (0, 0) if newest is None else (newest.txid, newest.pk)
        return recent, end
    txid = AsXid8(Value(str(place[0])))
    found = list(rows.filter(Q(txid__gt=txid) | Q(txid=txid, id__gt=place[1]))[:limit])
    return found, (found[-1].txid, found[-1].pk) if found else place


def answers_about(visitor: Visitor) -> list[AnswerShape]:
    """Everything that a visitor gave on request, the newest first."""
    rows = Answer.objects.select_related("form__conversation").filter(form__conversation__visitor=visitor)
    return [shaping.answer_shape(row) for row in rows.order_by("-form__answered_at", "id")]
