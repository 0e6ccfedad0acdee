"""`/api/v1/projects/{project}/reports/{name}`, and `/api/v1/reports/projects`: what happened, in numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import projects_of
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.tenancy import tenant
from chat import later, limits
from chat.desk import desk_of
from panel.api.conversations import choice_of
from panel.api.cursors import read_cursor, write_cursor
from panel.api.door import ProjectView
from panel.api.signing_in import actors_behind
from panel.reports import queries, talks
from panel.reports.board import board
from panel.reports.figures import figures
from panel.reports.period import Wanted, span_of, wanted_by
from panel.reports.shapes import ProjectFiguresShape

LISTS: dict[str, Callable[[Wanted], Any]] = {
    "days": queries.days,
    "hours": queries.hours,
    "departments": queries.departments,
    "tags": queries.tags,
}
ONES: dict[str, Callable[[Wanted], Any]] = {"summary": queries.summary, "ratings": queries.ratings}


class Report(ProjectView):
    def get(self, request: Request, name: str) -> Response:
        """One report by its name. Whoever may read the conversations may read what they add up to."""
        require(self.actor, Capability.READ, self.project)
        later.wake(self.project)  # of a project in which nothing has moved for long, nothing may have been counted yet
        if name == "board":
            return Response(board(self.project))
        wanted = wanted_by(self.actor, self.project, request.query_params.dict())
        if name in ONES:
            return Response(ONES[name](wanted))
        if name in LISTS:
            return _all(LISTS[name](wanted))
        if name == "operators":
            return _all(queries.operators(self.project, wanted))
        if name == "conversations":
            return self.conversations(request, wanted)
        raise NotFound()

    def conversations(self, request: Request, wanted: Wanted) -> Response:
        cursor = request.query_params.get("cursor")
        kind = choice_of(request, "kind", talks.KINDS)
        facts, more = talks.page(wanted, kind=kind, behind=read_cursor(cursor) if cursor else None, limit=talks.PAGE)
        behind = write_cursor(cast("Any", facts[-1].asked_at), facts[-1].conversation_id) if more else None
        return Response({"results": talks.shapes(facts), "next": behind})


class Projects(APIView):
    def get(self, request: Request) -> Response:
        """The numbers of each project that the asker may enter, by name; each inside its own tenant."""
        found: list[ProjectFiguresShape] = []
        for actor in actors_behind(request):
            limits.require_room("api_person", actor.ref)
            for project in projects_of(actor):
                with tenant(project):
                    span = span_of(request.query_params.dict(), desk_of(project).zone)
                    rows = Wanted(span).facts()
                    found.append({"project": {"id": str(project.public_id), "name": project.name}, "figures": figures(rows)})
        return _all(sorted(found, key=lambda one: (one["project"]["name"], one["project"]["id"])))


def _all(rows: list[Any]) -> Response:
    return Response({"results": rows, "next": None})
