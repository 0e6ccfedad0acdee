"""`/api/v1/account/grants/…`: what Parley's staff may see. Owners give and revoke, in person: no key holds this right."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.give_grant import give_grant
from accounts.actions.revoke_grant import revoke_grant
from accounts.capabilities import Capability
from accounts.errors import Invalid
from accounts.grants import grant_for
from accounts.models import Grant
from accounts.models.grant import USUAL_HOURS
from accounts.recent import require_recent
from accounts.shapes import grant_shape
from panel.api.api_keys import project_of
from panel.api.conversations import body_of
from panel.api.door import AccountView
from panel.api.pages import page_of

FIELDS = {"project", "scope", "reason", "hours"}


class Grants(AccountView):
    """GET: all that were ever given. POST `{project: id|null, scope, reason, hours}`: one more, from now on."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.GIVE_GRANTS}

    def get(self, request: Request) -> Response:
        return page_of(request, Grant.objects.select_related("project", "given_by"), grant_shape)

    def post(self, request: Request) -> Response:
        body = body_of(request, FIELDS)
        hours = body.get("hours", USUAL_HOURS)
        if not isinstance(hours, int) or isinstance(hours, bool):
            raise Invalid(fields={"hours": "A whole number of hours."})
        words = {name: body.get(name, "") for name in ("scope", "reason")}
        if not all(isinstance(word, str) for word in words.values()):
            raise Invalid(fields={name: "This is a text." for name, word in words.items() if not isinstance(word, str)})
        project = project_of(self.actor, body.get("project"))
        require_recent(request._request)
        with transaction.atomic():
            made = give_grant(self.actor, project=project, hours=hours, **words)
        return Response(grant_shape(grant_for(made.public_id)), status=201)


class OneGrant(AccountView):
    """GET shows it; DELETE ends it now. Nobody is asked who they are once more: shutting a door is never dangerous."""

    needs: ClassVar[dict[str, Capability]] = {"*": Capability.GIVE_GRANTS}

    def get(self, request: Request, grant: str) -> Response:
        return Response(grant_shape(grant_for(grant)))

    def delete(self, request: Request, grant: str) -> Response:
        revoke_grant(self.actor, grant_for(grant))
        return Response(status=204)
