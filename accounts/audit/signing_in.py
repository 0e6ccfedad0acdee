"""Signing in and out as the audit logs see it: a line for each account that the person belongs to.

Here signals are heard, against the house's habit: these acts are done by Django and allauth, not by an action of ours.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from allauth.account.signals import user_logged_in
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.http import HttpRequest

from accounts import audit
from accounts.access import actors_of
from accounts.actors import Actor, system_actor
from accounts.models import Member, User
from accounts.tenancy import account


def listen() -> None:
    """Hear of every sign-in. Called once, when Django is ready."""
    user_logged_in.connect(_started, dispatch_uid="audit_started")
    user_logged_out.connect(_ended, dispatch_uid="audit_ended")
    user_login_failed.connect(_refused, dispatch_uid="audit_refused")


def write_down(user: object, action: str, *, by: Actor | None = None, **data: Any) -> None:
    """One line in each account of the user, by the member unless somebody else is named."""
    for actor in actors_of(user) if isinstance(user, User) else ():
        with account(actor.account_id):
            who = actor if by is None else replace(by, account_id=actor.account_id)
            audit.record(who, action, Member.objects.get(pk=actor.id), **data)


def _started(request: HttpRequest, user: object, **_: Any) -> None:
    write_down(user, "session.started")


def _ended(request: HttpRequest, user: object, **_: Any) -> None:
    write_down(user, "session.ended")


def _refused(credentials: dict[str, Any], **_: Any) -> None:
    """Somebody who is not signed in tried a known address. An unknown one is no customer's business."""
    email = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    user = User.objects.filter(email=email).first() if email and "\x00" not in email else None
    write_down(user, "session.refused", by=replace(system_actor(0), ref="unknown", name=""), email=email)
