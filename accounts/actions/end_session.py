"""Sign a browser out: its session, and within a second every socket that leans on it."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.access import session_hash
from accounts.actions.revoke import revoke
from accounts.models import BrowserSession, User


def end_session(session: BrowserSession) -> None:
    """End one browser session; ending it twice is fine."""
    with transaction.atomic():
        now_ended = BrowserSession.objects.select_for_update().get(pk=session.pk)
        if now_ended.session_key is not None:
            Session.objects.filter(session_key=now_ended.session_key).delete()
            revoke(f"session:{session_hash(now_ended.session_key)}")
        BrowserSession.objects.filter(pk=session.pk, ended_at=None).update(session_key=None, ended_at=timezone.now())


def end_session_of(session_key: str | None) -> None:
    """End the session with this key, whether it has a row yet or not."""
    session = BrowserSession.objects.filter(session_key=session_key).first() if session_key else None
    if session is not None:
        end_session(session)
    elif session_key:
        revoke(f"session:{session_hash(session_key)}")


def end_other_sessions(user: User, *, keep: str | None) -> int:
    """End all of a person's sessions but the one whose key is `keep`. Returns how many."""
    others = BrowserSession.objects.filter(user=user, ended_at=None).exclude(session_key=keep)
    for session in others:
        end_session(session)
    return len(others)


def follow_key(session: BrowserSession, key: str) -> None:
    """The session goes on under another key: sockets that lean on the former one come back with the new one."""
    if session.session_key is not None:
        revoke(f"session:{session_hash(session.session_key)}")
    BrowserSession.objects.filter(pk=session.pk, ended_at=None).update(session_key=key)
