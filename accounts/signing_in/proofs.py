"""A session's proof of its person's password, made again when the server's secret key has changed (SEC4).

Django does this too, but takes a new session key for it: of two requests at that moment the second comes with a key that is gone, and a
socket has no way to hand the new cookie out. Both would sign somebody out whom nobody wanted to.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from accounts.models import User


def renew_proof(session: SessionBase) -> None:
    """Where the proof was made with a former secret key, make it with the present one; the session's key stays.

    The session is then `modified`: whoever asks saves it, so that the former key can be forgotten.
    """
    if not settings.SECRET_KEY_FALLBACKS or HASH_SESSION_KEY not in session:
        return
    user = User.objects.filter(pk=session.get(SESSION_KEY, 0)).first()
    if user is None:
        return
    said, now = session[HASH_SESSION_KEY], user.get_session_auth_hash()
    if constant_time_compare(said, now):
        return
    if any(constant_time_compare(said, former) for former in user.get_session_auth_fallback_hash()):
        session[HASH_SESSION_KEY] = now
