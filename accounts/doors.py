"""The panel's pages begin here: sign in, find the project or the account, open it, and only then run the view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse

from accounts.access import actors_of, must_add_second_factor, project_for, provider_that_is_asked_for
from accounts.actors import Actor
from accounts.capabilities import Capability, may
from accounts.errors import NotFound, Refused
from accounts.models import Account, Project, User
from accounts.tenancy import account, tenant

View = Callable[..., HttpResponseBase]

LAST_ACCOUNT = "panel_account"  # in the session: the account of the project looked at last


class PanelRequest(HttpRequest):
    """A request behind `panel_page`: who asks, and which project is open."""

    user: User
    actor: Actor
    project: Project


class AccountRequest(HttpRequest):
    """A request behind `account_page`: who asks, and which account is open."""

    user: User
    actor: Actor
    account: Account


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
            return _not_here(request)
        with tenant(found):
            request.actor, request.project = actor, found
            response = view(request, **rest)
            # A lazy template would otherwise render after the scope is closed.
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    return door


def _not_here(request: HttpRequest) -> HttpResponseBase:
    """A 404; but who is kept out only until they come by the provider, or have a second factor, is led there. Raises Http404."""
    assert isinstance(request.user, User)
    if provider := provider_that_is_asked_for(request.user):
        return redirect("single_sign_on", provider=provider)
    if must_add_second_factor(request.user):
        return redirect("panel_security")
    raise Http404


def actor_here(request: HttpRequest) -> Actor:
    """The person as a member of the account they looked at last, else of their oldest. Raises NotFound without any."""
    actors, last = signed_in_actors(request), request.session.get(LAST_ACCOUNT)
    if not actors:
        raise NotFound()
    return next((actor for actor in actors if actor.account_id == last), actors[0])


def account_page(capability: Capability | None = None) -> Callable[[View], View]:
    """A page of an account: `view(request, …)` runs, and its template renders, inside the account's scope.

    Whoever has not the capability gets a 403, a person without any account a 404.
    """

    def behind(view: View) -> View:
        @wraps(view)
        @login_required
        def door(request: Any, **rest: Any) -> HttpResponseBase:
            try:
                actor = actor_here(request)
            except NotFound:
                return _not_here(request)
            if capability is not None and not may(actor, capability):
                raise PermissionDenied
            with account(actor.account_id):
                request.actor, request.account = actor, Account.objects.get(pk=actor.account_id)
                response = view(request, **rest)
                return response.render() if isinstance(response, SimpleTemplateResponse) else response

        return door

    return behind


__all__ = ["AccountRequest", "PanelRequest", "Refused", "account_page", "actor_here", "panel_page", "signed_in_actors"]
