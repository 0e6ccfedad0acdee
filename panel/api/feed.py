"""`/api/v1/projects/{project}/feed`: every message of a project in one order, for the customer's own systems to pull."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability, require
from chat.feed import lines_behind
from panel.api.conversations import number_of
from panel.api.cursors import read_place, write_place
from panel.api.door import ProjectView

PAGE = 100


class Feed(ProjectView):
    """GET `?cursor=&limit=` → `{results, cursor, more}`. Whoever keeps `cursor` goes on from there whenever they like."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        cursor, limit = request.query_params.get("cursor"), number_of(request, "limit")
        start = read_place(cursor) if cursor else None
        lines, place, more = lines_behind(start, limit=max(1, min(limit or PAGE, PAGE)))
        return Response({"results": lines, "cursor": write_place(place) if place else None, "more": more})
