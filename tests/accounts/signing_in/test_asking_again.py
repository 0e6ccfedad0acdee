"""Who they are is asked again before what matters most, and people hear of what happened to their sign-in (AUN13, AUN14)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.test import Client, RequestFactory
from rest_framework.request import Request

from accounts.actors import system_actor
from accounts.errors import ReauthenticationNeeded
from accounts.models import User
from accounts.recent import require_recent
from panel.api.signing_in import KeyHolder
from tests.accounts.signing_in.people import PASSWORD, add_app, browser, code_of, link_in, person, sign_in

pytestmark = pytest.mark.django_db
SENSITIVE = ["2fa/app/", "2fa/recovery-codes/new/", "2fa/passkeys/add/"]


def an_hour_later(client: Client) -> None:
    """The session's sign-in was an hour ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**one, "at": time.time() - 3600} for one in session[AUTHENTICATION_METHODS_SESSION_KEY]]
    session.save()


@pytest.mark.parametrize("path", SENSITIVE)
def test_aun13_pages_ask_again_and_come_back(path: str) -> None:
    client = browser(person())
    assert client.get(f"/accounts/{path}").status_code == 200, "the premise: just signed in"
    an_hour_later(client)
    asked = client.get(f"/accounts/{path}").headers["Location"]
    assert asked.startswith("/accounts/reauthenticate/?next=")
    assert client.post(asked, {"password": PASSWORD, "next": f"/accounts/{path}"}).headers["Location"] == f"/accounts/{path}"
    assert client.get(f"/accounts/{path}").status_code == 200


def test_aun13_a_wrong_password_does_not_count() -> None:
    client = browser(person())
    an_hour_later(client)
    client.post("/accounts/reauthenticate/", {"password": "wrong-wrong-wrong"})
    assert client.get("/accounts/2fa/app/").status_code == 302


def test_aun13_a_change_of_address_asks_again() -> None:
    client = browser(person())
    an_hour_later(client)
    asked = client.post("/accounts/email/", {"email": "olga@new.example", "action_add": "1"})
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")


def test_aun13_without_a_session_there_is_no_recent() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(ReauthenticationNeeded) as needed:
        require_recent(request)
    assert (needed.value.status, needed.value.code) == (403, "reauthenticate")


def test_aun13_a_key_shows_nothing() -> None:
    request: Any = Request(RequestFactory().post("/"))
    request.user = KeyHolder(system_actor(1))
    with pytest.raises(ReauthenticationNeeded):
        require_recent(request._request)


def test_aun14_a_new_address_is_told_to_both(mailoutbox: list[EmailMessage]) -> None:
    user = person()
    client = browser(user)
    client.post("/accounts/email/", {"email": "olga@new.example", "action_add": "1"})
    assert User.objects.get(pk=user.pk).email == "olga@acme.example", "not before it is confirmed"
    assert "olga@new.example" in client.get("/accounts/email/").content.decode()
    link = link_in(mailoutbox[-1])
    mailoutbox.clear()
    client.post(link)
    assert User.objects.get(pk=user.pk).email == "olga@new.example"
    told = {mail.to[0]: mail for mail in mailoutbox}
    assert set(told) == {"olga@acme.example", "olga@new.example"}
    assert {mail.subject for mail in mailoutbox} == {"Your Parley address was changed"}
    assert sign_in(Client(), "olga@new.example") == "/panel/" and sign_in(Client(), "olga@acme.example") == ""


def test_aun14_a_browser_never_seen_before_is_told_of(mailoutbox: list[EmailMessage]) -> None:
    user = person()
    first = browser(user)
    assert mailoutbox == [], "the first one ever is no news"
    first.post("/accounts/logout/")
    sign_in(first, user.email)
    assert mailoutbox == [], "this browser was here before"
    browser(user)
    assert [mail.subject for mail in mailoutbox] == ["A new sign-in to Parley"]
    assert "Firefox on Linux" in str(mailoutbox[0].body)
    assert "New device" in first.get("/panel/settings/security/").content.decode()


def test_aun14_a_new_password_is_told(mailoutbox: list[EmailMessage]) -> None:
    browser(person()).post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another-harbour-lamp"})
    assert [mail.subject for mail in mailoutbox] == ["Your Parley password was changed"]


def test_aun14_the_second_step_is_told_nothing_before_it_is_taken(mailoutbox: list[EmailMessage]) -> None:
    """Half of a sign-in is none: no session in the list, no mail."""
    user = person()
    secret = add_app(user)
    browser_one = Client()
    sign_in(browser_one, user.email)
    assert mailoutbox == []
    browser_one.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert "1 session" in browser_one.get("/panel/settings/security/").content.decode()
