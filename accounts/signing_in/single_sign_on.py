"""Sessions of people whom an account's own provider let in: of that account, and with nothing of their own to change."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.audit.signing_in import write_down
from accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]

PROVIDER = "sign_in_provider"  # in the session: the public id of the provider that let them in
# Passwords, addresses and second factors are of people who have their own here; these pages are for everybody.
FOR_EVERYBODY = ("/accounts/logout/", "/accounts/sso/", "/accounts/inactive/", "/accounts/invitation/")


class ProviderBackend:
    """Knows again who is signed in by a provider. Nobody signs in here: that is a callback's work."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        return None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True, single_sign_on=True).first()


def begin_session(request: HttpRequest, user: User, provider: str) -> None:
    """Sign somebody in whom their provider vouched for, in a session that has nothing of the one before."""
    logout(request)
    login(request, user, backend=f"{ProviderBackend.__module__}.{ProviderBackend.__qualname__}")
    record_authentication(request, user, method="single_sign_on")
    request.session[PROVIDER] = provider
    write_down(user, "session.started")


def keep_to_the_account(handler: Handler) -> Handler:
    """Whoever came in by a provider finds no page about a sign-in of their own. Shown once more who they are, they are by it."""

    def handle(request: HttpRequest) -> HttpResponse:
        theirs = request.path.startswith("/accounts/") and not request.path.startswith(FOR_EVERYBODY)
        if theirs and PROVIDER in request.session and getattr(request.user, "single_sign_on", False):
            if request.path == "/accounts/reauthenticate/":
                request.session["sso_next"] = request.GET.get("next", "")
                return redirect("single_sign_on", provider=request.session[PROVIDER])
            return redirect("panel_security")
        return handler(request)

    return handle
