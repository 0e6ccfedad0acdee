"""The help centre inside the chat: what is published, for everybody. No token is looked at, because nothing here is anybody's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.access import project_by_key
from accounts.errors import Invalid, NotFound
from accounts.models import Project
from accounts.tenancy import tenant
from widget.api.doors import refusals
from widget.help import searching
from widget.help.access import article_at, article_here
from widget.help.languages import centre_of, text_for
from widget.help.popularity import is_machine, note_answer, note_reading
from widget.help.queries import has_articles
from widget.help.shapes import addresses_of, home_shape, line_shape, read_shape

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Act = Callable[[Project, str], Mapping[str, Any]]


def _within(request: HttpRequest, act: Act) -> HttpResponse:
    """Run it inside the tenant, in the reader's language if the centre has it. A closed or an empty centre is not found."""
    project = project_by_key(request.GET.get("project", ""))
    if project is None:
        raise NotFound()
    with tenant(project):
        centre = centre_of(project)
        if not centre.open or not has_articles():
            raise NotFound()
        asked = request.GET.get("lang", "")
        return JsonResponse(dict(act(project, asked if asked in centre.languages else centre.languages[0])))


@require_GET
@never_cache
@refusals
def home(request: HttpRequest) -> HttpResponse:
    """`GET /w/api/help?project=&lang=` → the topics, and what most people have read lately."""
    return _within(request, home_shape)


@require_GET
@never_cache
@refusals
def search(request: HttpRequest) -> HttpResponse:
    """`GET /w/api/help/search?project=&lang=&q=` → `{articles}`.

    `suggest`: the question is what somebody writes to a person. `rest`: they have stopped typing, and it may be written down that
    nothing was found.
    """
    question = request.GET.get("q", "")[: searching.QUESTION]

    def act(project: Project, language: str) -> Mapping[str, Any]:
        try:
            with transaction.atomic():
                hits = searching.search(project, question, language=language, suggest="suggest" in request.GET)
        except OperationalError:
            return {"articles": []}
        if not hits and "rest" in request.GET and "suggest" not in request.GET and not is_machine(request):
            searching.note_missed(project, question, language=language)
        addresses = addresses_of(project, language)
        return {"articles": [line_shape(hit.shown, addresses) for hit in hits]}

    return _within(request, act)


@require_GET
@never_cache
@refusals
def article(request: HttpRequest, article: str) -> HttpResponse:
    """`GET /w/api/help/<id>?project=&lang=` → one article to read. Whoever reads it counts once, unless they see its `card` alone."""

    def act(project: Project, language: str) -> Mapping[str, Any]:
        # An operator's link names it by its address, everything else by its id.
        found = article_here(article) if _ID.fullmatch(article) else article_at(article)
        text = text_for(centre_of(project), found, language)
        if text is None:
            raise NotFound()
        if "card" not in request.GET:
            note_reading(project, found, request)
        return read_shape(project, found, text, language)

    return _within(request, act)


@csrf_exempt  # no cookie is looked at: whoever reads may say whether it helped
@require_POST
@never_cache
@refusals
def answer(request: HttpRequest, article: UUID) -> HttpResponse:
    """`POST /w/api/help/<id>/answer?project= {helped}` → `{}`."""
    try:
        helped = json.loads(request.body[:1000]).get("helped")
    except (ValueError, AttributeError, RecursionError):
        helped = None
    if not isinstance(helped, bool):
        raise Invalid(fields={"helped": "This is true or false."})

    def act(project: Project, language: str) -> Mapping[str, Any]:
        found = article_here(article)
        if text_for(centre_of(project), found, language) is None:
            raise NotFound()
        if not is_machine(request):
            note_reading(project, found, request)
            note_answer(project, found, request, helped=helped)
        return {}

    return _within(request, act)
