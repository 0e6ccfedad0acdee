"""The operator's doors without a socket: the same frames by POST, and a feed that waits."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import actor_by_key, actors_of
from accounts.actors import Actor
from accounts.errors import Refused, SignInAgain
from accounts.models import User
from accounts.tenancy import tenant
from chat import caps, live, queries, revocations, threads
from chat.polling import answer_frames, first_news, frames_of, seconds_of
from chat.tail import LOOK_BACK
from panel.api.conversations import body_of
from panel.api.door import contract_error
from panel.api.signing_in import actors_behind
from panel.commands import COMMANDS
from panel.session import OperatorSession, open_session


class Frames(APIView):
    """`POST /api/v1/live/frames {v, projects, frames}` → `{replies}`."""

    def post(self, request: Request) -> Response:
        body = body_of(request)
        wanted = frames_of(body)
        actors = actors_behind(request)
        session = open_session(actors, body, tab=f"poll-{actors[0].ref[:12]}" if actors else "poll")

        def find(kind: str) -> Callable[[dict[str, Any]], dict[str, Any]] | None:
            command = COMMANDS.get(kind)
            return None if command is None else functools.partial(session.run, command)

        return Response({"replies": answer_frames(wanted, find, holder=session.holder)})


@require_GET
async def feed(request: HttpRequest) -> HttpResponse:
    """`GET /api/v1/live/feed?project=&wait=20&cursor=` → `{pushes, cursor}`: every line behind the cursor, and what else rang."""
    since = time.monotonic()
    try:
        session = await threads.run(_session, request)
        cursors = _read_cursor(request.GET.get("cursor"))

        async def read() -> dict[str, Any] | None:
            return await threads.run(_news, session, cursors)

        with caps.places({f"feed:{session.holder}": settings.SOCKETS_PER_PERSON}):
            news = first_news(session.groups, seconds_of(request.GET.get("wait")), read)
            found, others = await revocations.unless_revoked(session.subjects, news, since=since)
        pushes = (found or {}).get("pushes", []) + others
        return JsonResponse({"pushes": pushes, "cursor": (found or {}).get("cursor") or _write_cursor(cursors)})
    except (Refused, DatabaseError, InterfaceError) as trouble:
        answer = contract_error(trouble, {})
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
        return JsonResponse(answer.data, status=answer.status_code, headers=headers)


def _session(request: HttpRequest) -> OperatorSession:
    wanted = request.GET.get("project") or "all"
    projects = "all" if wanted == "all" else wanted.split(",")
    return open_session(_actors(request), {"v": 1, "projects": projects}, tab="poll")


def _actors(request: HttpRequest) -> list[Actor]:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return [actor_by_key(key.strip())]
    if not isinstance(request.user, User):
        raise SignInAgain()
    return actors_of(request.user, session_key=request.session.session_key)


Cursors = dict[str, tuple[int, int]]


def _read_cursor(raw: str | None) -> Cursors:
    """`project:txid:id,…`, one place a project. What cannot be read counts as a beginning."""
    places: Cursors = {}
    for part in (raw or "").split(","):
        project, _, rest = part.partition(":")
        txid, _, row_id = rest.partition(":")
        if txid.isdecimal() and row_id.isdecimal() and len(txid) < 20 and len(row_id) < 19:
            places[project] = (int(txid), int(row_id))
    return places


def _write_cursor(places: Cursors) -> str:
    return ",".join(f"{project}:{txid}:{row_id}" for project, (txid, row_id) in sorted(places.items()))


def _news(session: OperatorSession, cursors: Cursors) -> dict[str, Any] | None:
    """The lines behind each project's cursor. Without one: those of the last seconds, so that a beginner misses nothing."""
    pushes: list[dict[str, Any]] = []
    places = dict(cursors)
    for project_id, (_, project) in session.entered.items():
        key = str(project_id)
        with tenant(project):
            rows, place = queries.behind(cursors.get(key), since=timezone.now() - LOOK_BACK)
            places[key] = place
            for row in rows:
                authors = queries.authors_of(row.conversation, [row])
                pushes.append(live.message_pushes(row.conversation, row, authors)[0])
                pushes.append(live.conversation_pushes(project, row.conversation)[0])
    if not pushes and cursors:
        return None
    return {"pushes": pushes, "cursor": _write_cursor(places)}
