"""The panel's pages begin here: sign in, find the project, open its tenant, and only then run the view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse

from accounts.access import actors_of, project_for
from accounts.actors import Actor
from accounts.errors import NotFound, Refused
from accounts.models import Project, User
from accounts.tenancy import tenant

View = Callable[..., HttpResponseBase]


class PanelRequest(HttpRequest):
    """A request behind `panel_page`: who asks, and which project is open."""

    user: User
    actor: Actor
    project: Project


def signed_in_actors(request: HttpRequest) -> list[Actor]:
    """One actor for each account of the signed-in user; empty for a person without an account yet."""
    assert isinstance(request.user, User)
    return actors_of(request.user, session_key=request.session.session_key)


def panel_page(view: View) -> View:
    """A page of one project: `view(request, …)` runs, and its template renders, inside the tenant's scope.

    Takes the project's public id from the URL's `project`. Somebody else's project is a 404, exactly like a missing one.
    """

    @wraps(view)
    @login_required
    def door(request: Any, project: UUID, **rest: Any) -> HttpResponseBase:
        try:
            actor, found = project_for(signed_in_actors(request), project)
        except NotFound:
            raise Http404 from None
        with tenant(found):
            request.actor, request.project = actor, found
            response = view(request, **rest)
            # A lazy template would otherwise render after the scope is closed.
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    return door


__all__ = ["PanelRequest", "Refused", "panel_page", "signed_in_actors"]
