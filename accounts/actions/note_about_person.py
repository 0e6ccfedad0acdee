"""Write into the audit log of each of a person's accounts what they did with their own sign-in."""

from __future__ import annotations

from accounts import audit
from accounts.access import actors_of
from accounts.models import Member, User
from accounts.tenancy import account


def note(user: User, action: str) -> None:
    """Record `action` (as "password.changed") wherever the person is a member. Nothing secret goes with it."""
    for actor in actors_of(user):
        with account(actor.account_id):
            audit.record(actor, action, Member.objects.get(pk=actor.id))
