"""The staff pages of a customer's project. Nothing here writes: the database role could not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.staff.person import StaffRequest, staff_page
from accounts.staff.queries import open_grant
from panel.staff import queries
from panel.staff.opening import opened_grant, opened_page

View = Callable[..., HttpResponseBase]


def _door(view: View) -> View:
    """A page that staff open: what the grant does not hold is a 404, exactly like what is not there."""

    @wraps(view)
    def door(request: HttpRequest, **rest: Any) -> HttpResponseBase:
        try:
            return view(request, **rest)
        except NotFound:
            raise Http404 from None

    return require_safe(never_cache(staff_page(door)))


@_door
def projects(request: StaffRequest, grant: UUID) -> HttpResponse:
    with opened_grant(request.person, grant) as (open_one, found):
        return render(request, "staff/projects.html", {"grant": open_one, "projects": found, "person": request.person})


@_door
def settings(request: StaffRequest, grant: UUID, project: UUID) -> HttpResponse:
    """How the project is set up."""
    with opened_page(request.person, grant, project=project, page="settings") as (open_one, found):
        return render(request, "staff/settings.html", {"grant": open_one, "project": found, "person": request.person})


@_door
def conversations(request: StaffRequest, grant: UUID, project: UUID) -> HttpResponse:
    with opened_page(request.person, grant, project=project, page="conversations") as (open_one, found):
        rows, more = queries.conversations(_number(request))
        words = {"grant": open_one, "project": found, "rows": rows, "next": more, "person": request.person}
        return render(request, "staff/conversations.html", words)


@_door
def thread(request: StaffRequest, grant: UUID, project: UUID, conversation: UUID) -> HttpResponse:
    with opened_page(request.person, grant, project=project, page="conversation", conversation=conversation) as (open_one, found):
        row, lines, more = queries.thread(conversation, _number(request))
        words = {"grant": open_one, "project": found, "row": row, "lines": lines, "next": more, "person": request.person}
        return render(request, "staff/thread.html", words)


@require_safe
@never_cache
@partial(staff_page, opened=False)
def still_open(request: StaffRequest, grant: UUID) -> HttpResponse:
    """204 while the grant lasts, then 410: an open page asks, and empties itself."""
    return HttpResponse(status=410 if open_grant(grant) is None else 204)


def _number(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None
