"""`/api/v1/projects/{project}/conversations/…`: the inbox, one conversation, its timeline."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import as_uuid
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from chat import queries
from chat.access import conversation_for, parse_client_id, read_again
from chat.actions.change_conversation import change_conversation, change_of
from chat.actions.greet_visitor import greet_visitor
from chat.actions.post_files import WithFiles, ids_of, post_files
from chat.actions.post_message import post_message
from chat.filters import NAMES, Filter, filter_of
from chat.models import Conversation
from panel.api.cursors import read_cursor, read_turn, write_cursor, write_turn
from panel.api.door import ProjectView
from panel.commands import sent

PAGE = 50
VIEWS = ("mine", "unassigned", "all")


def body_of(request: Request, fields: Collection[str] | None = None) -> dict[str, Any]:
    """The JSON object of a request. Raises Invalid for any other JSON, and for a field that is not one of `fields`, if given."""
    try:
        body = request.data
    except RecursionError:  # brackets without end
        raise Invalid("This is not JSON.") from None
    if not isinstance(body, dict):
        raise Invalid("The body is a JSON object.")
    if unknown := set(body) - set(body if fields is None else fields):
        raise Invalid(fields=dict.fromkeys(sorted(unknown), "There is no such field."))
    return dict(body)


def number_of(request: Request, name: str) -> int | None:
    """A whole number of the query, or None. Raises Invalid."""
    raw = request.query_params.get(name)
    if raw is None:
        return None
    if not raw.isdecimal() or len(raw) > 9:
        raise Invalid(fields={name: "A whole number."})
    return int(raw)


def choice_of(request: Request, name: str, choices: Collection[str]) -> str | None:
    """One of `choices` as the query names it, or None. Raises Invalid."""
    raw = request.query_params.get(name)
    if raw and raw not in choices:
        raise Invalid(fields={name: f"One of {', '.join(choices)}."})
    return raw or None


class Conversations(ProjectView):
    """GET: one section of the inbox, a page at a time. POST: write first to a visitor."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        view, turn = choice_of(request, "view", VIEWS) or "all", choice_of(request, "turn", SECTIONS) or "any"
        rows = self.filter(request).narrow(queries.inbox_rows(self.actor, view=view))
        section = SECTIONS[turn]
        found = section.page(rows, request.query_params.get("cursor"))
        more = len(found) > PAGE
        shapes = queries.conversation_shapes(self.project, self.actor, found[:PAGE])
        return Response({"results": shapes, "next": section.cursor(found[PAGE - 1]) if more else None})

    def filter(self, request: Request) -> Filter:
        asked = request.query_params
        return filter_of(self.actor, self.project, {name: asked.getlist(name) if name == "tag" else asked.get(name) for name in NAMES})

    def post(self, request: Request) -> Response:
        body = body_of(request, ("client_id", "visitor", "text"))
        client_id, visitor = parse_client_id(body.get("client_id")), as_uuid(body.get("visitor"))
        posted = greet_visitor(self.actor, self.project, visitor, client_id=client_id, text=body.get("text"))
        shape = queries.conversation_shapes(self.project, self.actor, [posted.conversation])[0]
        return Response({**sent(posted), "shape": shape}, status=201 if posted.fresh else 200)


class Section:
    """An order of conversations with its keyset: no page costs more because there are many before it."""

    def __init__(self, where: Q, field: str, *, newest_first: bool) -> None:
        self.where, self.field, self.newest_first = where, field, newest_first

    def page(self, rows: Any, cursor: str | None) -> list[Conversation]:
        rows = rows.filter(self.where)
        if cursor:
            at, row_id = read_cursor(cursor)
            ahead = "lt" if self.newest_first else "gt"
            rows = rows.filter(Q(**{f"{self.field}__{ahead}": at}) | Q(**{self.field: at, f"id__{ahead}": row_id}))
        sign = "-" if self.newest_first else ""
        return list(rows.order_by(f"{sign}{self.field}", f"{sign}id")[: PAGE + 1])

    def cursor(self, row: Conversation) -> str:
        at: datetime = getattr(row, self.field)
        return write_cursor(at, row.pk)

    def rank(self, row: Conversation) -> tuple[float, ...]:
        """The place of a row among those of other projects: the same order."""
        sign = -1 if self.newest_first else 1
        return sign * getattr(row, self.field).timestamp(), sign * row.pk


class Waiting(Section):
    """Those who wait: the urgent first, then the longest wait."""

    def page(self, rows: Any, cursor: str | None) -> list[Conversation]:
        rows = rows.filter(self.where)
        if cursor:
            priority, at, row_id = read_turn(cursor)
            behind = Q(waiting_since__gt=at) | Q(waiting_since=at, id__gt=row_id)
            rows = rows.filter(Q(priority__lt=priority) | Q(priority=priority) & behind)
        return list(rows.order_by("-priority", "waiting_since", "id")[: PAGE + 1])

    def cursor(self, row: Conversation) -> str:
        return write_turn(row.priority, getattr(row, self.field), row.pk)

    def rank(self, row: Conversation) -> tuple[float, ...]:
        return -row.priority, *super().rank(row)


SECTIONS = {
    "yours": Waiting(Q(status="open", waiting_since__isnull=False), "waiting_since", newest_first=False),
    "theirs": Section(~Q(status="closed") & Q(waiting_since__isnull=True), "updated_at", newest_first=True),
    "done": Section(Q(status="closed"), "closed_at", newest_first=True),
    "any": Section(Q(), "updated_at", newest_first=True),
}


class Counts(ProjectView):
    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return Response(queries.inbox_counts(self.actor, midnight))


class OneConversation(ProjectView):
    def get(self, request: Request, conversation: str) -> Response:
        return self.shape_of(conversation_for(self.actor, self.project, conversation))

    def patch(self, request: Request, conversation: str) -> Response:
        """Whatever of `chat/actions/change_conversation.py: FIELDS` is named, all of it or nothing."""
        found = conversation_for(self.actor, self.project, conversation)
        change = change_of(self.actor, self.project, body_of(request))
        return self.shape_of(change_conversation(self.actor, self.project, found, change))

    def shape_of(self, conversation: Conversation) -> Response:
        return Response(queries.conversation_shapes(self.project, self.actor, [read_again(conversation)])[0])


class Messages(ProjectView):
    def get(self, request: Request, conversation: str) -> Response:
        found = conversation_for(self.actor, self.project, conversation)
        after, before, limit = (number_of(request, name) for name in ("after", "before", "limit"))
        limit = queries.PAGE_MESSAGES if limit is None else limit
        messages, more, _ = queries.timeline(found, for_visitor=False, after=after, before=before, limit=limit)
        edge = messages[-1 if after is not None else 0]["number"] if more and messages else None
        return Response({"results": messages, "next": None if edge is None else str(edge)})

    def post(self, request: Request, conversation: str) -> Response:
        found, body = (
            conversation_for(self.actor, self.project, conversation),
            body_of(request, ("client_id", "text", "kind", "attachments")),
        )
        client_id, kind = parse_client_id(body.get("client_id")), body.get("kind", "text")
        if kind not in ("text", "note"):
            raise Invalid(fields={"kind": "text or note."})
        text, ids = body.get("text", "" if body.get("attachments") else None), ids_of(body.get("attachments", []))
        if ids:
            posted = post_files(self.actor, self.project, found, client_id=client_id, said=WithFiles(text, ids, kind))
        else:
            posted = post_message(self.actor, self.project, found, client_id=client_id, text=text, kind=kind)
        return Response(sent(posted), status=201 if posted.fresh else 200)
