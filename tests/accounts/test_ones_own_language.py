"""A mail to a member is in the language that they chose for their panel; an invitation in the language of who invites."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.mail import EmailMessage
from django.test import RequestFactory
from django.utils.translation import get_language

from accounts.actions.invite_member import invite_member
from accounts.actions.mail_export import mail_export
from accounts.actions.mail_invitation import mail_invitation
from accounts.actions.start_export import start_export
from accounts.billing.actions.count_conversation import this_month
from accounts.billing.actions.warn import warn_of_limit
from accounts.billing.models import Usage
from accounts.models import Export, User
from accounts.tenancy import account, tenant
from integrations.models import Integration
from integrations.notices import mail_admins
from tests.accounts.billing.paying import Travel, travel
from tests.cast import Cast

__all__ = ["travel"]


def an_export(cast: Cast) -> None:
    with tenant(cast.shop):
        row = start_export(cast.olga, project=cast.shop)
    with account(row.account_id):
        Export.objects.filter(pk=row.pk).update(state=Export.State.READY)
    mail_export(row.account_id, row.pk)


def the_limit(cast: Cast) -> None:
    with account(cast.olga.account_id):
        Usage.objects.filter(month=this_month()).delete()
        Usage(account_id=cast.olga.account_id, month=this_month(), started=40).save()
    warn_of_limit(cast.olga.account_id)


def an_invitation(cast: Cast) -> None:
    with account(cast.olga.account_id):
        made = invite_member(cast.olga, email="new@acme.example")
    mail_invitation(made.pk, made.account_id)


def an_endpoint(cast: Cast) -> None:
    with tenant(cast.shop):
        mail_admins(Integration(name="Orders", project=cast.shop), "failing", reason="503")


def a_new_browser(cast: Cast) -> None:
    words = {"user": cast.users["olga"], "browser": "Firefox", "url": "https://parley.example/"}
    with context.request_context(RequestFactory().get("/accounts/login/")):
        get_adapter().send_mail("account/email/new_device", cast.users["olga"].email, words)


MAILS: dict[str, tuple[Callable[[Cast], None], str]] = {
    "an export": (an_export, "angeforderte Kopie"),
    "the limit": (the_limit, "Chats dieses Monats"),
    "an invitation": (an_invitation, "lädt Sie"),
    "an endpoint": (an_endpoint, "nicht erreichbar"),
    "a new browser": (a_new_browser, "Anmeldung"),
}


@pytest.mark.parametrize("name", MAILS)
def test_it_is_in_ones_own_language(
    cast: Cast, travel: Travel, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any, name: str
) -> None:
    sends, german = MAILS[name]
    if name == "the limit":
        travel(timedelta(days=15))  # behind the trial, where there is one
    User.objects.filter(pk=cast.users["olga"].pk).update(language="de")
    cast.users["olga"].refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        sends(cast)
    mine = [f"{mail.subject} {mail.body}" for mail in mailoutbox if name == "an invitation" or mail.to == [cast.users["olga"].email]]
    assert mine and all(german in one for one in mine)
    others = [f"{mail.subject} {mail.body}" for mail in mailoutbox if mail.to == [cast.users["ada"].email]]
    assert all(german not in one for one in others), "who has chosen none hears the usual one"
    assert get_language() == "en"
