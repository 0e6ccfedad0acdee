"""How long a browser session lives (AUN11): 12 hours without a request, and never more than 30 days."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import BrowserSession

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=30)
RECORD = "browser_session"  # in the session: the id of its row
SEEN_EVERY = timedelta(minutes=1)  # how exactly we know when somebody was here: reading must not become writing


def is_over(session: BrowserSession) -> bool:
    """Whether a session was ended, left alone too long, or is too old."""
    now = timezone.now()
    return session.ended_at is not None or session.last_seen_at < now - IDLE or session.signed_in_at < now - ABSOLUTE


def has_lapsed(session_key: str, record: int | None) -> bool:
    """The same by the session's key, or by the row it was begun with: its key may have changed since that row ended."""
    rows = BrowserSession.objects.filter(Q(session_key=session_key) | Q(pk=record))
    return any(is_over(session) for session in rows)  # without any row it has just begun
