"""`/api/v1/inbox`: the inboxes of all projects that the asker may enter, in one order."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import projects_of
from accounts.tenancy import tenant
from chat import limits, queries
from chat.models import Conversation
from panel.api.conversations import PAGE, SECTIONS, VIEWS, choice_of
from panel.api.signing_in import actors_behind


class Inbox(APIView):
    """One section, a page at a time. Each project is read inside its own tenant, by the actor who may enter it."""

    def get(self, request: Request) -> Response:
        view, turn = choice_of(request, "view", VIEWS) or "all", choice_of(request, "turn", SECTIONS) or "any"
        section, cursor = SECTIONS[turn], request.query_params.get("cursor")
        found: list[tuple[Conversation, Any]] = []
        for actor in actors_behind(request):
            limits.require_room("api_person", actor.ref)
            for project in projects_of(actor):
                with tenant(project):
                    rows = section.page(queries.inbox_rows(actor, view=view), cursor)
                    found += zip(rows, queries.conversation_shapes(project, actor, rows), strict=True)
        found.sort(key=lambda pair: section.rank(pair[0]))
        page = [shape for _, shape in found[:PAGE]]
        return Response({"results": page, "next": section.cursor(found[PAGE - 1][0]) if len(found) > PAGE else None})
