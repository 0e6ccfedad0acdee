"""`/api/v1/account/api-keys/…`: keys for scripts. People make them, in the panel's session; a key makes and shows none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import key_for, keys_for
from accounts.actions.issue_api_key import issue_api_key
from accounts.actions.revoke_api_key import revoke_api_key
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Project
from accounts.recent import require_recent
from accounts.shapes import key_shape
from panel.api.conversations import body_of
from panel.api.door import AccountView
from panel.api.pages import page_of

FIELDS = {"name", "kind", "scopes", "project", "expires_at"}


def project_of(actor: Actor, raw: object) -> Project | None:
    """The project that a key or a grant is to be limited to, None for all that the asker may enter. Raises Invalid."""
    if raw is None:
        return None
    found = next((one for one in Project.objects.all() if str(one.public_id) == raw and actor.may_enter(one.pk)), None)
    if found is None:
        raise Invalid(fields={"project": "There is no such project."})
    return found


def _time(raw: object) -> datetime | None:
    if raw is None:
        return None
    try:
        moment = parse_datetime(raw) if isinstance(raw, str) else None
    except ValueError:  # the 30th of February
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid(fields={"expires_at": "A time like 2027-01-31T12:00:00Z."})
    return moment


class ApiKeys(AccountView):
    """GET: without their secrets. POST `{name, kind: "personal"|"service", scopes, project, expires_at}` → with `key`, once."""

    shows_once = True

    def get(self, request: Request) -> Response:
        return page_of(request, keys_for(self.actor), key_shape)

    def post(self, request: Request) -> Response:
        keys_for(self.actor)
        body = body_of(request, FIELDS)
        kind = body.get("kind", "personal")
        if kind not in ("personal", "service"):
            raise Invalid(fields={"kind": "personal or service."})
        wish: dict[str, Any] = {"project": project_of(self.actor, body.get("project")), "expires_at": _time(body.get("expires_at"))}
        if kind == "service":
            require(self.actor, Capability.MANAGE_KEYS)
        require_recent(request._request)
        made, secret = issue_api_key(self.actor, name=body.get("name"), scopes=body.get("scopes"), service=kind == "service", **wish)
        return Response({**key_shape(made), "key": secret}, status=201)


class OneApiKey(AccountView):
    def get(self, request: Request, key: str) -> Response:
        return Response(key_shape(key_for(self.actor, key)))

    def delete(self, request: Request, key: str) -> Response:
        revoke_api_key(self.actor, key_for(self.actor, key))
        return Response(status=204)
