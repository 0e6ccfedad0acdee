"""The visitor's doors for files: announce, say that all of it is there, call off, and look at what one may see."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.billing.access import may_start_here
from accounts.errors import Invalid, NotFound, PlanEnded, TooLarge
from chat import limits
from chat.access import file_of_visitor, own_file, parse_client_id
from chat.actions.finish_upload import cancel_upload, finish_upload, missing_parts
from chat.actions.register_visitor import visitor_actor
from chat.actions.start_upload import start_upload
from chat.files.links import looked_at
from chat.models import Attachment, Visitor
from chat.parsing import MAX_FRAME_BYTES
from chat.shaping import attachment_shape
from widget.api.doors import bearer_of, refusals, session_of
from widget.configuration import closed_words
from widget.session import VisitorSession

Act = Callable[[VisitorSession, dict[str, Any]], dict[str, Any]]


def _within(request: HttpRequest, project: object, act: Act, said: dict[str, Any]) -> dict[str, Any]:
    """Run it as the visitor whose token the request bears, inside the tenant. Raises SignInAgain, Banned, NotFound."""
    session = session_of(request, {"v": 1, "project": project, "token": bearer_of(request)})
    return session.run(act, {**said, "type": "file"})


def _visitor(session: VisitorSession) -> Visitor:
    if session.visitor is None:
        raise NotFound()
    return session.visitor


@csrf_exempt  # no cookie is looked at: the token in the header is the only right
@require_POST
@never_cache
@refusals
def files(request: HttpRequest) -> HttpResponse:
    """`POST /w/api/files {project, client_id, name, size}` → `{attachment, parts}`: the forms for what is not there yet."""
    if len(request.body) > MAX_FRAME_BYTES:
        raise TooLarge()
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Invalid("This is not JSON.") from None
    if not isinstance(body, dict):
        raise Invalid("This is no object.")
    return JsonResponse(_within(request, body.get("project"), _start, body), status=201)


def _start(session: VisitorSession, said: dict[str, Any]) -> dict[str, Any]:
    client_id = parse_client_id(said.get("client_id"))
    limits.require_room("files", f"{session.project.pk}:{session.visitor_id.hex}")
    if session.visitor is None and not may_start_here():
        raise PlanEnded(closed_words(session.project))
    actor = visitor_actor(session.project, session.row())
    row = start_upload(actor, session.project, client_id=client_id, name=said.get("name"), size=said.get("size"))
    return {"attachment": attachment_shape(row, for_visitor=True), "parts": missing_parts(row)}


@csrf_exempt
@require_http_methods(["GET", "DELETE"])
@never_cache
@refusals
def one_file(request: HttpRequest, file: str) -> HttpResponse:
    """GET → `{attachment, url, thumbnail}`, links for a minute; DELETE calls off what was not sent."""
    act = _look if request.method == "GET" else _cancel
    said = _within(request, request.GET.get("project"), act, {"file": file})
    return JsonResponse(said) if said else HttpResponse(status=204)


def _look(session: VisitorSession, said: dict[str, Any]) -> dict[str, Any]:
    return dict(looked_at(file_of_visitor(_visitor(session), said["file"]), for_visitor=True))


def _own(session: VisitorSession, said: dict[str, Any]) -> Attachment:
    return own_file(visitor_actor(session.project, _visitor(session)), said["file"])


def _cancel(session: VisitorSession, said: dict[str, Any]) -> dict[str, Any]:
    cancel_upload(session.project, _own(session, said))
    return {}


@csrf_exempt
@require_POST
@never_cache
@refusals
def done(request: HttpRequest, file: str) -> HttpResponse:
    """`POST /w/api/files/<id>/done?project=` → `{attachment}`: all of it is there, let it be checked. 409 while some is missing."""
    return JsonResponse(_within(request, request.GET.get("project"), _finish, {"file": file}))


def _finish(session: VisitorSession, said: dict[str, Any]) -> dict[str, Any]:
    actor = visitor_actor(session.project, _visitor(session))
    return {"attachment": attachment_shape(finish_upload(actor, _own(session, said)), for_visitor=True)}


@require_GET
@never_cache
@refusals
def content(request: HttpRequest, file: str, what: str) -> HttpResponse:
    """`GET …/content` and `…/thumbnail` → 302 to a link for a minute."""
    found = _within(request, request.GET.get("project"), _look, {"file": file})
    link = found["url" if what == "content" else "thumbnail"]
    if link is None:
        raise NotFound()
    return HttpResponseRedirect(link)
