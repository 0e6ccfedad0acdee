"""Mails that tell a person what happened to their sign-in, so that what was not them does not go unnoticed (AUN14)."""

from __future__ import annotations

from allauth.account.adapter import get_adapter

from accounts.models import BrowserSession, User
from accounts.signing_in.browsers import name_of_browser


def tell_of_new_device(user: User, session: BrowserSession) -> None:
    """Somebody signed in from a browser that was never here before. Who came in by a provider has no address of ours: it tells them."""
    if user.single_sign_on:
        return
    get_adapter().send_notification_mail(
        "account/email/new_device", user, {"browser": name_of_browser(session.user_agent)}, email=user.email
    )
