"""`/api/v1/projects/{project}/search`: messages of any age, and people."""

from __future__ import annotations

from typing import cast

from django.db import OperationalError
from psycopg.errors import QueryCanceled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Member
from chat import queries, shaping
from chat.models import Message, Visitor
from chat.search import asking
from chat.search.shapes import FoundMessageShape, FoundVisitorShape, SearchShape
from chat.search.snippets import snippet
from chat.shapes import Status
from chat.times import rfc3339
from panel.api.cursors import read_cursor, write_cursor
from panel.api.door import ProjectView

LONGEST = 200  # letters of a question


class Search(ProjectView):
    """Every word must be in a message: as it is, as a beginning, or, where nothing begins so, spelt alike.

    Whoever's name or address holds the question was meant, and no other word. People spelt alike are asked for where no page of
    messages answers.
    """

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        question = request.query_params.get("q", "").replace("\x00", "")[:LONGEST]
        cursor = request.query_params.get("cursor")
        before = read_cursor(cursor)[1] if cursor else None
        try:
            people = asking.search_visitors(self.project, question)
            found = asking.search_messages(self.project, question, before=before, alike=not people)
            if not people and not cursor and not found.more:
                people = asking.search_visitors_alike(self.project, question)
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise Invalid(fields={"q": "This takes too long. Ask for a rarer word."}) from None
            raise
        authors = queries.members_by_id(row.author_id for row in found.messages if row.author_kind == "operator")
        answer: SearchShape = {
            "results": [_message(row, authors, found.words) for row in found.messages],
            "visitors": [] if cursor else [_visitor(row) for row in people],
            "next": write_cursor(found.messages[-1].created_at, found.messages[-1].pk) if found.more and found.messages else None,
        }
        return Response(answer)


def _message(row: Message, members: dict[int, Member], words: frozenset[str]) -> FoundMessageShape:
    talk = row.conversation
    return {
        "conversation": str(talk.public_id),
        "conversation_number": talk.number,
        "status": cast("Status", talk.status),
        "visitor": shaping.visitor_self_shape(talk.visitor, talk.visitor.public_id),
        "number": row.number,
        "kind": "note" if row.kind == "note" else "text",
        "author": shaping.Authors(talk.visitor, members).shape(row.author_kind, row.author_id),
        "snippet": snippet(row.text, words),
        "created_at": rfc3339(row.created_at),
    }


def _visitor(row: Visitor) -> FoundVisitorShape:
    talk = queries.present_conversation(row)
    return {**shaping.visitor_self_shape(row, row.public_id), "conversation": None if talk is None else str(talk.public_id)}
