"""Projects, operators and visitors, as REST."""

from __future__ import annotations

import uuid

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import as_uuid
from accounts.actions.edit_project import edit_project
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from chat import people, queries, shaping, visits
from chat.access import visitor_for
from chat.actions.follow_visit import count_conversations
from chat.models import Conversation, Visitor
from panel.api.conversations import body_of
from panel.api.door import ProjectView
from panel.api.shapes import ProjectSettingsShape
from panel.api.signing_in import actors_behind
from panel.commands import project_shape
from panel.queries import project_shapes


class Projects(APIView):
    """The projects that the asker may enter, with how many people wait in each."""

    def get(self, request: Request) -> Response:
        return Response({"results": project_shapes(actors_behind(request)), "next": None})


class OneProject(ProjectView):
    def get(self, request: Request) -> Response:
        return Response(self.shape())

    def patch(self, request: Request) -> Response:
        self.project = edit_project(self.actor, self.project, **body_of(request))
        return Response(self.shape())

    def shape(self) -> ProjectSettingsShape:
        project = self.project
        return {
            **project_shape(self.actor, project),
            "allowed_domains": project.allowed_domains,
            "live_visitors": project.live_visitors,
            "typing_preview": project.typing_preview,
            "page_history": project.page_history,
            "mask_cards": project.mask_cards,
            "signed_identity": project.signed_identity,
            "ask_first": project.ask_first,
            "greeting": project.greeting,
            "email": project.email,
        }


class Operators(ProjectView):
    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        return Response({"results": people.operator_shapes(self.project), "next": None})


class VisitorsOnline(ProjectView):
    """Everyone with a page open now. Nobody of them needs to have a row."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.SEE_VISITORS, self.project)
        ids = visits.here(self.project.pk)
        present = visits.visits_of(self.project.pk, ids)
        rows = {row.public_id: row for row in Visitor.objects.filter(public_id__in=ids)}
        talks = self.conversations_of([row.pk for row in rows.values()])
        shapes = [shaping.visitor_shape(present[one], rows.get(one), talks.get(rows[one].pk) if one in rows else None) for one in ids]
        return Response({"results": shapes, "next": None})

    def conversations_of(self, visitors: list[int]) -> dict[int, Conversation]:
        rows = Conversation.objects.filter(visitor_id__in=visitors).exclude(status="closed")
        return {row.visitor_id: row for row in rows}


class OneVisitor(ProjectView):
    def get(self, request: Request, visitor: str) -> Response:
        visitor_id: uuid.UUID = as_uuid(visitor)
        row = visitor_for(self.actor, self.project, visitor_id)
        visit = visits.visits_of(self.project.pk, [visitor_id])[visitor_id]
        if row is None and not visit.online:
            raise NotFound()
        conversation = queries.present_conversation(row)
        return Response(shaping.visitor_shape(visit, row, conversation, conversations=count_conversations(row)))
