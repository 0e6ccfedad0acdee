"""How a request comes into the REST API: by session or key, into one project's tenant, out with the contract's errors."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import project_for
from accounts.actors import Actor
from accounts.errors import Refused
from accounts.models import Project
from accounts.tenancy import tenant
from accounts.tracing import request_id
from panel.api.signing_in import actors_behind

logger = logging.getLogger(__name__)


class ProjectView(APIView):
    """A view below `/api/v1/projects/{project}/`: runs, and builds its answer, inside the tenant."""

    actor: Actor
    project: Project

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.headers = self.default_response_headers
        wrapped = self.request = self.initialize_request(request, *args, **kwargs)
        self.args, self.kwargs, self.format_kwarg = args, kwargs, None
        try:
            self.perform_authentication(wrapped)
            self.check_permissions(wrapped)
            self.actor, self.project = project_for(actors_behind(wrapped), kwargs.pop("project"))
            with tenant(self.project):
                self.initial(wrapped, *args, **kwargs)
                handler = getattr(self, (wrapped.method or "").lower(), self.http_method_not_allowed)
                response = handler(wrapped, *args, **kwargs)
        except Exception as error:  # noqa: BLE001  DRF's own dispatch does: everything becomes an answer
            response = self.handle_exception(error)
        self.response = self.finalize_response(wrapped, response, *args, **kwargs)
        return self.response


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
