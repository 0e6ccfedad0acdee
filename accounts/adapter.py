"""Where django-allauth meets Parley: its words, its mails and where people go next."""

from __future__ import annotations

import ipaddress
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import memberships_of
from accounts.actions.end_session import end_other_sessions, end_session_of
from accounts.actions.note_about_person import note
from accounts.actions.revoke import revoke
from accounts.mail import in_language
from accounts.models import User
from accounts.recent import signed_in_just_now


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
            end_session_of(request.session.session_key)
            super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """A new password ends what was opened with the old one, sockets included."""
        user.password_changed_at = timezone.now()
        with transaction.atomic():
            super().set_password(user, password)
            note(user, "password.changed")
            for member_id, _account_id in memberships_of(user):
                revoke(f"member:{member_id}")
            # The one it was typed in goes on under a new key; after a reset there is none.
            end_other_sessions(user, keep=context.request.session.session_key)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Besides allauth's limits for one address and one person, one for a network: guessing from all of its addresses."""
        super().pre_authenticate(request, **credentials)
        network = network_of(self.get_client_ip(request))
        if not ratelimit.consume(request, action="login_network", key=network):
            raise self.validation_error("too_many_login_attempts")

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("panel_security")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who came in a moment ago has just shown who they are."""
        return not signed_in_just_now(context.request)

    def send_notification_mail(self, template_prefix: str, user: User, context: Any = None, email: str | None = None) -> None:
        """Of a change of address both hear: the one that was, and the one that is (AUN14)."""
        super().send_notification_mail(template_prefix, user, context, email)
        if context and "to_email" in context:
            note(user, "email.changed")
            super().send_notification_mail(template_prefix, user, context, context["to_email"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in mails lead to PARLEY_URL, whatever host and port the request says it was sent to."""
        ours = {name: _at_home(value) if name.endswith("_url") else value for name, value in context.items()}
        person = context.get("user")
        with in_language(person.language if isinstance(person, User) else ""):
            super().send_mail(template_prefix, email, ours)

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Nothing: each page says what happened itself, where it happened."""


def _at_home(url: str) -> str:
    """The same path of our own address."""
    parts = urlsplit(url)
    return settings.PARLEY_URL + urlunsplit(("", "", parts.path, parts.query, ""))


def network_of(address: str) -> str:
    """The neighbourhood of an address: its /24, or its /56."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 56}", strict=False))
