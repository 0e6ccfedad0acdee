"""Sign-ins that must stay apart from every account, such as partners': the registry that upper floors fill in `apps.py: ready()`."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.errors import Forbidden
from accounts.models import User

# Given a user's internal id: where their own pages begin, or None for everybody else. Postgres refuses such members too.
Apart = Callable[[int], str | None]
APART: list[Apart] = []


def home_apart(user: User) -> str | None:
    """Where somebody who may be no member of any account is at home; None for everybody else."""
    return next((home for asked in APART if (home := asked(user.pk))), None)


def require_not_apart(user: User) -> None:
    """Raises Forbidden for them."""
    if home_apart(user):
        raise Forbidden(_("This sign-in is a partner’s, which belongs to no account. Use another email address."))
