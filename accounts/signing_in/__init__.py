"""How people come in and stay: passwords, second factors, browser sessions. Here, from a session's cookie to the person."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from accounts.signing_in.lifetimes import RECORD, has_lapsed
from accounts.signing_in.proofs import renew_proof


def user_of_session(session_key: str | None) -> User | None:
    """Who is signed in with this session, for doors that have no request (sockets), or None.

    Checked as a request would be: also against the password's hash, and against the session's lifetimes.
    """
    if not session_key or len(session_key) > 64:
        return None
    session = SessionStore(session_key)
    renew_proof(session)
    carrier: Any = SimpleNamespace(session=session)
    user = get_user(carrier)
    if not isinstance(user, User) or not user.is_active or has_lapsed(session_key, session.get(RECORD)):
        return None
    if session.modified:
        try:
            session.save()
        except UpdateError:  # signed out at this moment
            return None
    return user
