"""Where django-allauth meets Parley: its words, its mails and where people go next."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import memberships_of, session_hash
from accounts.actions.revoke import revoke
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Signing in by e-mail and password, in our words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This sign-in was switched off."),
        "email_password_mismatch": _("Email and password do not match."),
        "too_many_login_attempts": _("Too many tries. Wait a minute, then try again."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def logout(self, request: HttpRequest) -> None:
        """Signing out ends the session's open sockets too: at one moment, or a hello between the two would stay."""
        with transaction.atomic():
            revoke(f"session:{session_hash(request.session.session_key)}")
            super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """A new password ends what was opened with the old one, sockets included."""
        super().set_password(user, password)
        for member_id, _account_id in memberships_of(user):
            revoke(f"member:{member_id}")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in mails lead to PARLEY_URL, whatever host and port the request says it was sent to."""
        ours = {name: _at_home(value) if name.endswith("_url") else value for name, value in context.items()}
        super().send_mail(template_prefix, email, ours)

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Nothing: each page says what happened itself, where it happened."""


def _at_home(url: str) -> str:
    """The same path of our own address."""
    parts = urlsplit(url)
    return settings.PARLEY_URL + urlunsplit(("", "", parts.path, parts.query, ""))
