"""How a reader comes in: from an address to an open help centre, in a language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.template.response import SimpleTemplateResponse
from django.utils import translation

from accounts.access import project_by_slug
from accounts.errors import NotFound
from accounts.models import Project
from accounts.tenancy import tenant
from widget.help.addresses import Addresses, own_host
from widget.help.languages import centre_of
from widget.help.models import Centre
from widget.help.queries import has_articles

View = Callable[..., HttpResponseBase]


class HelpRequest(HttpRequest):
    """A request behind `help_page`: which centre is open, and in which language."""

    project: Project
    centre: Centre
    language: str
    addresses: Addresses


def help_page(view: View) -> View:
    """`view(request, …)` runs, and its template renders, inside the tenant's scope. A closed or an empty centre is a 404."""

    @wraps(view)
    def door(request: Any, project: str, language: str | None = None, **rest: Any) -> HttpResponseBase:
        if request.get_host() == urlsplit(settings.PARLEY_URL).netloc != own_host():
            return HttpResponsePermanentRedirect(f"{settings.WIDGET_URL}{request.get_full_path()}")
        found = project_by_slug(project)
        if found is None:
            raise Http404
        with tenant(found):
            centre = centre_of(found)
            if not centre.open or language not in (None, *centre.languages[1:]) or not has_articles():
                raise Http404
            request.project, request.centre, request.language = found, centre, language or centre.languages[0]
            request.addresses = Addresses(found, centre, request.language)
            with translation.override(request.language):
                response = _answer(view, request, rest)
        response["Content-Language"] = request.language
        return response

    return door


def _answer(view: View, request: HelpRequest, rest: dict[str, Any]) -> HttpResponseBase:
    try:
        response = view(request, **rest)
    except NotFound:
        raise Http404 from None
    return response.render() if isinstance(response, SimpleTemplateResponse) else response
