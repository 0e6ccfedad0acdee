"""Where django-allauth meets Parley: its words, its mails and where people go next."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Signing in by e-mail and password, in our words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This sign-in was switched off."),
        "email_password_mismatch": _("Email and password do not match."),
        "too_many_login_attempts": _("Too many tries. Wait a minute, then try again."),
        "rate_limited": _("Too many tries. Wait a minute, then try again."),
    }

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Nothing: each page says what happened itself, where it happened."""
