"""Who asks the REST API: the holder of a key, or somebody with the panel's session."""

from __future__ import annotations

from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from accounts.access import actor_by_key, actors_of
from accounts.actors import Actor
from accounts.errors import SignInAgain
from accounts.models import User
from accounts.recent import require_recent


class KeyHolder:
    """Who a request with an API key is, to Django REST framework."""

    is_authenticated = True

    def __init__(self, actor: Actor) -> None:
        self.actor = actor


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <api_key>`."""

    def authenticate(self, request: Request) -> tuple[KeyHolder, str] | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            return KeyHolder(actor_by_key(key.strip())), "key"
        except SignInAgain as refusal:
            raise exceptions.AuthenticationFailed(refusal.detail) from None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class PanelSession(SessionAuthentication):
    """The panel's cookie, with a CSRF token for whatever changes something."""

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def require_recent_person(request: Request) -> None:
    """Raises ReauthenticationNeeded for a person who has not shown lately that it is them. Whoever made a key had, for its scopes."""
    if not isinstance(request.user, KeyHolder):
        require_recent(request._request)


def actors_behind(request: Request) -> list[Actor]:
    """The actors of a request: one of a key, one an account of a signed-in user."""
    if isinstance(request.user, KeyHolder):
        return [request.user.actor]
    assert isinstance(request.user, User)
    return actors_of(request.user, session_key=request._request.session.session_key)
