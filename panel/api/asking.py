"""`…/conversations/{id}/forms` and `…/visitors/{id}/answers`: asking a visitor for something, and what they gave."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import NotFound
from chat import queries
from chat.access import conversation_for, parse_client_id, visitor_for
from chat.actions.ask_visitor import ask_visitor
from chat.asks import question_of
from panel.api.conversations import body_of
from panel.api.door import ProjectView
from panel.commands import sent


class Forms(ProjectView):
    def post(self, request: Request, conversation: str) -> Response:
        """`{client_id, asks, purpose, consent?}`: put a form into the talk."""
        found = conversation_for(self.actor, self.project, conversation)
        body = body_of(request, ("client_id", "asks", "purpose", "consent"))
        client_id = parse_client_id(body.get("client_id"))
        posted = ask_visitor(self.actor, self.project, found, question_of(self.project, body), client_id=client_id)
        return Response(sent(posted), status=201 if posted.fresh else 200)


class Answers(ProjectView):
    def get(self, request: Request, visitor: str) -> Response:
        row = visitor_for(self.actor, self.project, visitor)
        if row is None:
            raise NotFound()
        return Response({"results": queries.answers_about(row), "next": None})
