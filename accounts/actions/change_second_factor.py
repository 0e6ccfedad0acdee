"""What follows a change of somebody's second factors: their other browsers are signed out, and this one gets a new key."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from accounts.actions.end_session import end_other_sessions, follow_key
from accounts.actions.note_about_person import note
from accounts.models import BrowserSession, User


def second_factor_changed(request: HttpRequest, user: User, action: str) -> None:
    """Record `action` (as "second_factor.added"), end the person's other sessions, rotate this one (AUN10, AUN12)."""
    with transaction.atomic():
        note(user, action)
        former = request.session.session_key
        end_other_sessions(user, keep=former)
        request.session.cycle_key()
        session = BrowserSession.objects.filter(session_key=former).first()
        if session is not None:
            follow_key(session, str(request.session.session_key))
