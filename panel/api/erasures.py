"""`erase` and `erasures`: what is to be erased, and the proof of what was."""

from __future__ import annotations

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import erasure_of
from accounts.actions.request_erasure import abort_erasure, request_account_erasure, request_visitor_erasure
from accounts.capabilities import Capability, require
from accounts.errors import Invalid, NotFound
from accounts.models import Erasure
from chat.access import visitor_for
from panel.api.conversations import body_of
from panel.api.door import AccountView, ProjectView
from panel.api.pages import page_of
from panel.api.signing_in import require_recent_person
from panel.data_shapes import erasure_shape


class ErasureOfVisitor(ProjectView):
    """POST `{at_once: bool}`: at once, or in seven days."""

    def post(self, request: Request, visitor: str) -> Response:
        row = visitor_for(self.actor, self.project, visitor)
        if row is None:
            raise NotFound()
        require(self.actor, Capability.ERASE_DATA, self.project)
        at_once = body_of(request, ("at_once",)).get("at_once", False)
        if not isinstance(at_once, bool):
            raise Invalid(fields={"at_once": "This is true or false."})
        require_recent_person(request)
        erasure = request_visitor_erasure(self.actor, self.project, row.public_id, at_once=at_once)
        return Response(erasure_shape(erasure), status=202)


class Erasures(AccountView):
    """GET lists them; POST asks for the account's own, in thirty days."""

    needs: ClassVar[dict[str, Capability]] = {"get": Capability.ERASE_DATA, "post": Capability.DELETE_ACCOUNT}

    def get(self, request: Request) -> Response:
        return page_of(request, Erasure.objects.select_related("project"), erasure_shape)

    def post(self, request: Request) -> Response:
        require_recent_person(request)
        return Response(erasure_shape(request_account_erasure(self.actor, self.account)), status=202)


class OneErasure(AccountView):
    """GET shows it; DELETE aborts it while it waits."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.ERASE_DATA}

    def get(self, request: Request, erasure: str) -> Response:
        return Response(erasure_shape(erasure_of(erasure)))

    def delete(self, request: Request, erasure: str) -> Response:
        return Response(erasure_shape(abort_erasure(self.actor, erasure_of(erasure))))
