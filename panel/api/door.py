"""How a request comes into the REST API: by session or key, into one project or account, out with the contract's errors."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, cast

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import project_for
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.doors import LAST_ACCOUNT
from accounts.errors import Invalid, NotFound, Refused, SlowDown
from accounts.models import Account, Project
from accounts.tenancy import account, tenant
from accounts.tracing import request_id
from chat import limits
from panel.api.once import HEADER, key_of, once
from panel.api.signing_in import actors_behind

logger = logging.getLogger(__name__)

LIMIT = "api_person"  # whose room stands with each answer


class ScopedView(APIView):
    """A view that runs, and builds its answer, inside what its address opens."""

    actor: Actor
    shows_once: ClassVar[bool] = False  # what POST answers holds a secret, and is kept nowhere
    once_by_itself: ClassVar[bool] = False  # the deed itself knows the Idempotency-Key

    @contextmanager
    def opened(self, request: Request) -> Iterator[None]:
        """Find who asks and what is asked for, and open it. Raises Refused."""
        raise NotImplementedError
        yield

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.headers = self.default_response_headers
        wrapped = self.request = self.initialize_request(request, *args, **kwargs)
        self.args, self.kwargs, self.format_kwarg = args, kwargs, None
        self.room: limits.Taken | None = None
        try:
            self.perform_authentication(wrapped)
            self.check_permissions(wrapped)
            with self.opened(wrapped):
                self.room = limits.taken(LIMIT, self.actor.ref)
                if self.room.wait_ms:
                    raise SlowDown(retry_ms=self.room.wait_ms)
                limits.require_room("api_account", str(self.actor.account_id))
                self.initial(wrapped, *args, **kwargs)
                response = self._handled(wrapped, *args)
        except Exception as error:  # noqa: BLE001  DRF's own dispatch does: everything becomes an answer
            response = self.handle_exception(error)
        if self.room is not None:
            for name, value in _rates(self.room).items():
                response[name] = value
        self.response = self.finalize_response(wrapped, response, *args, **kwargs)
        return self.response

    def _handled(self, request: Request, *args: Any) -> Response:
        handler = getattr(self, (request.method or "").lower(), self.http_method_not_allowed)
        key = key_of(request) if request.method == "POST" and not self.once_by_itself else ""
        if not key:
            return cast("Response", handler(request, *args, **self.kwargs))
        if self.shows_once:
            raise Invalid(fields={HEADER: "Not here: what is answered is shown once."})
        return once(self.actor, key, request, lambda: handler(request, *args, **self.kwargs))


class ProjectView(ScopedView):
    """A view below `/api/v1/projects/{project}/`."""

    project: Project

    @contextmanager
    def opened(self, request: Request) -> Iterator[None]:
        self.actor, self.project = project_for(actors_behind(request), self.kwargs.pop("project"))
        with tenant(self.project):
            yield


class AccountView(ScopedView):
    """A view below `/api/v1/account/`: of a key's account, or of the one that a signed-in person looked at last.

    `needs` is the capability without which a method is forbidden, by the method's name; "*" stands for the others.
    """

    account: Account
    needs: ClassVar[dict[str, Capability]] = {}

    @contextmanager
    def opened(self, request: Request) -> Iterator[None]:
        actors, last = actors_behind(request), request._request.session.get(LAST_ACCOUNT)
        if not actors:
            raise NotFound()
        self.actor = next((actor for actor in actors if actor.account_id == last), actors[0])
        needed = self.needs.get((request.method or "").lower(), self.needs.get("*"))
        if needed is not None:
            require(self.actor, needed)
        with account(self.actor.account_id):
            self.account = Account.objects.get(pk=self.actor.account_id)
            yield


def contract_error(error: Exception, context: dict[str, Any]) -> Response:
    """Any exception as `{"error": {code, detail, fields?}}`, never a stack trace."""
    if isinstance(error, Refused):
        headers = {"Retry-After": str(max(1, (error.retry_ms or 1000) // 1000))} if error.status in (429, 503) else {}
        return _answer(error.status, error.code, error.detail, error.fields, headers)
    if isinstance(error, RequestDataTooBig):
        return _answer(413, "too_large", "This is larger than we take.")
    if isinstance(error, Http404):
        return _answer(404, "not_found", "There is nothing here, or it is not yours.")
    if isinstance(error, PermissionDenied):
        return _answer(403, "forbidden", "You have no right to do this.")
    if isinstance(error, exceptions.APIException):
        return _rest_error(error)
    if isinstance(error, DatabaseError | InterfaceError):
        logger.warning("api.busy", extra={"reason": type(error).__name__})
        return _answer(503, "busy", "We could not do this just now: try again.", headers={"Retry-After": "1"})
    logger.error("api.failed", exc_info=error)
    return _answer(500, "internal", f"Something broke on our side. Tell us {request_id.get()} and we can find it.")


def _rates(room: limits.Taken) -> dict[str, str]:
    """How much one may ask, and what is left (draft-ietf-httpapi-ratelimit-headers)."""
    policy = f'"{LIMIT}";q={room.burst};w={math.ceil(room.burst / room.rate)}'
    return {"RateLimit-Policy": policy, "RateLimit": f'"{LIMIT}";r={room.left};t={room.full_s}'}


def _rest_error(error: exceptions.APIException) -> Response:
    codes = {400: "invalid", 401: "sign_in", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 415: "unsupported"}
    status = error.status_code
    fields = {}
    if isinstance(error, exceptions.ValidationError) and isinstance(error.detail, dict):
        fields = {name: " ".join(map(str, problems)) for name, problems in error.detail.items()}
    detail = "Something in this cannot be taken." if fields else str(error.detail)
    return _answer(status, codes.get(status, "refused"), detail, fields, dict(_auth_header(error)))


def _auth_header(error: exceptions.APIException) -> list[tuple[str, str]]:
    header = getattr(error, "auth_header", None)
    return [("WWW-Authenticate", header)] if header else []


def _answer(status: int, code: str, detail: str, fields: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Response:
    body: dict[str, Any] = {"code": code, "detail": detail}
    if fields:
        body["fields"] = fields
    return Response({"error": body}, status=status, headers=headers)
