"""From a session's cookie to the person, for doors that have no request (sockets)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User


def user_of_session(session_key: str | None) -> User | None:
    """Who is signed in with this session, checked as a request would be (also against the password's hash), or None."""
    if not session_key or len(session_key) > 64:
        return None
    carrier: Any = SimpleNamespace(session=SessionStore(session_key))
    user = get_user(carrier)
    return user if isinstance(user, User) and user.is_active else None
