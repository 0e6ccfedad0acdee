"""The visitor's doors without a socket: the same frames by POST, and a feed that waits."""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import BadFrame, Busy, Invalid, Refused, SignInAgain, SlowDown, TooLarge
from chat import caps, queries, speed, threads
from chat.access import own_conversation
from chat.parsing import MAX_FRAME_BYTES
from chat.polling import answer_frames, first_news, frames_of, seconds_of
from widget.commands import COMMANDS
from widget.consumers import own_origins
from widget.device import device_of
from widget.session import Caller, VisitorSession, open_session

View = Callable[..., Any]
TROUBLE = (Refused, RequestDataTooBig, DatabaseError, InterfaceError)


def refusals(view: View) -> View:
    """Answer a refusal with the contract's error and status."""

    def answer(refusal: Refused) -> HttpResponse:
        body: dict[str, Any] = {"code": refusal.code, "detail": refusal.detail}
        if refusal.fields:
            body["fields"] = refusal.fields
        response = JsonResponse({"error": body}, status=refusal.status)
        if refusal.retry_ms is not None:
            response["Retry-After"] = str(max(1, refusal.retry_ms // 1000))
        return response

    if iscoroutinefunction(view):

        @functools.wraps(view)
        async def guarded(request: HttpRequest, **rest: str) -> HttpResponse:
            try:
                response: HttpResponse = await view(request, **rest)
                return response
            except TROUBLE as trouble:
                return answer(refusal_of(trouble))

        return markcoroutinefunction(guarded)

    @functools.wraps(view)
    def guarded_now(request: HttpRequest, **rest: str) -> HttpResponse:
        try:
            response: HttpResponse = view(request, **rest)
            return response
        except TROUBLE as trouble:
            return answer(refusal_of(trouble))

    return guarded_now


def refusal_of(trouble: Exception) -> Refused:
    """What the asker is told: a refusal as it is, a body beyond Django's own limit as too large, a lost database as busy."""
    if isinstance(trouble, Refused):
        return trouble
    return TooLarge() if isinstance(trouble, RequestDataTooBig) else Busy(retry_ms=1000)


def session_of(request: HttpRequest, body: dict[str, Any]) -> VisitorSession:
    """The session of whoever asks without a socket. Raises what `open_session` raises."""
    return open_session(
        body,
        tab=f"poll-{uuid.uuid4().hex[:8]}" if body.get("token") is None else f"poll-{str(body['token'])[3:15]}",
        origin=request.headers.get("Origin"),
        own_origins=own_origins(),
        caller=Caller(device_of(request.headers.get("User-Agent", "")), request.META.get("REMOTE_ADDR", "")),
    )


@csrf_exempt  # no cookie is looked at: the token in the body is the only right
@require_POST
@never_cache
@refusals
def frames(request: HttpRequest) -> HttpResponse:
    """`POST /w/api/frames {v, project, token|null, frames}` → `{token, replies}`."""
    if len(request.body) > MAX_FRAME_BYTES * 4:
        raise TooLarge()
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Invalid("This is not JSON.") from None
    wanted = frames_of(body)
    address = f"frames:{request.META.get('REMOTE_ADDR', '')}"  # tokens cost nothing: whoever makes many has one address
    if wait_ms := speed.take(address, rate=settings.SOCKETS_PER_ADDRESS / 10, burst=settings.SOCKETS_PER_ADDRESS):
        raise SlowDown(retry_ms=wait_ms)
    session = session_of(request, body)

    def find(kind: str) -> Callable[[dict[str, Any]], dict[str, Any]] | None:
        command = COMMANDS.get(kind)
        return None if command is None else functools.partial(session.run, command)

    return JsonResponse({"token": session.token.token, "replies": answer_frames(wanted, find, holder=session.holder)})


def bearer_of(request: HttpRequest) -> str:
    """The token of the Authorization header. Raises SignInAgain without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise SignInAgain()
    return token.strip()


@require_GET
@never_cache
@refusals
async def feed(request: HttpRequest) -> HttpResponse:
    """`GET /w/api/feed?project=&conversation=&after=&wait=20` → `{messages, more, conversation, pushes, cursor}`."""
    query = {"v": 1, "project": request.GET.get("project"), "token": bearer_of(request)}
    session = await threads.run(session_of, request, query)
    conversation, after = request.GET.get("conversation") or None, _number(request.GET.get("after"))

    async def read() -> dict[str, Any] | None:
        return await threads.run(session.run, _news, {"conversation": conversation, "after": after})

    address = f"feed:{request.META.get('REMOTE_ADDR', '')}"
    with caps.places({address: settings.SOCKETS_PER_ADDRESS, f"feed:{session.holder}": settings.SOCKETS_PER_PERSON}):
        found, pushes = await first_news(session.groups, seconds_of(request.GET.get("wait")), read)
    if found is None:
        found = await threads.run(session.run, _news, {"conversation": conversation, "after": after, "anyway": True})
    return JsonResponse({**(found or {}), "pushes": pushes, "cursor": None})


def _number(raw: str | None) -> int | None:
    if raw in (None, "", "null"):
        return None
    if not str(raw).isdecimal() or len(str(raw)) > 9:
        raise BadFrame("after is a whole number.")
    return int(str(raw))


def _news(session: VisitorSession, frame: dict[str, Any]) -> dict[str, Any]:
    """The lines behind `after`; an empty answer (falsy) when there are none, unless `anyway`."""
    present = queries.present_conversation(session.visitor)
    named = frame["conversation"]
    if named is not None and session.visitor is not None:
        own_conversation(session.visitor, named)  # somebody else's is not found, present or not
    if present is None:
        return {"messages": [], "more": False, "conversation": None} if frame.get("anyway") else None  # type: ignore[return-value]
    after = frame["after"] if named == str(present.public_id) else 0
    page = queries.timeline(present, for_visitor=True, after=after or 0)
    if not page.messages and not frame.get("anyway"):
        return None  # type: ignore[return-value]
    shape = queries.visitor_conversation(present, page.authors)
    return {"messages": page.messages, "more": page.more, "conversation": shape}
