"""Sign up, confirm, sign in, forgotten password, sign out: the pages that people walk through."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.test import Client

from accounts.tracing import request_id

PASSWORD = "quiet-harbour-lamp"
SIGN_UP = {"name": "Olga Orlova", "email": "olga@acme.example", "password1": PASSWORD}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    """Tries are counted in the cache, which outlives a test's transaction."""
    cache.clear()


def link_in(mail: EmailMessage) -> str:
    """The path of the one link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mail.body))
    assert found
    return found[1]


def olga(client: Client, mailoutbox: list[EmailMessage]) -> None:
    """Olga has signed up and confirmed her address in another browser."""
    other = Client()
    other.post("/accounts/signup/", SIGN_UP)
    other.post(link_in(mailoutbox[-1]))
    mailoutbox.clear()
    cache.clear()


def test_sign_up_confirm_and_add_a_project(client: Client, mailoutbox: list[EmailMessage]) -> None:
    assert client.post("/accounts/signup/", SIGN_UP).headers["Location"] == "/accounts/confirm-email/"
    assert "Confirm your email" in client.get("/accounts/confirm-email/").content.decode()
    assert [mail.to for mail in mailoutbox] == [["olga@acme.example"]]
    link = link_in(mailoutbox[0])
    # A mail scanner that opens the link confirms nothing.
    assert "Is this your address?" in client.get(link).content.decode()
    assert client.get("/panel/projects/new/").status_code == 302
    assert client.post(link).status_code == 302
    assert client.get("/panel/projects/new/").status_code == 200
    assert get_user_model().objects.get().name == "Olga Orlova"


def test_confirming_in_another_browser_leads_to_sign_in(client: Client, mailoutbox: list[EmailMessage]) -> None:
    client.post("/accounts/signup/", SIGN_UP)
    page = Client().post(link_in(mailoutbox[0]), follow=True).content.decode()
    assert "Your address is confirmed." in page


def test_sign_up_with_a_known_address_looks_the_same(client: Client, mailoutbox: list[EmailMessage]) -> None:
    olga(client, mailoutbox)
    answer = client.post("/accounts/signup/", {**SIGN_UP, "name": "Gus"})
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert [mail.subject for mail in mailoutbox] == ["You already have a Parley sign-in"]
    assert get_user_model().objects.get().name == "Olga Orlova"


def test_sign_up_keeps_what_was_typed(client: Client) -> None:
    page = client.post("/accounts/signup/", {**SIGN_UP, "password1": "short"}).content.decode()
    assert 'value="Olga Orlova"' in page and 'value="olga@acme.example"' in page
    assert "at least 8" in page and 'aria-invalid="true"' in page
    assert "short" not in re.findall(r'type="password"[^>]*>', page)[0]


def test_sign_in(client: Client, mailoutbox: list[EmailMessage]) -> None:
    olga(client, mailoutbox)
    wrong = client.post("/accounts/login/", {"login": "olga@acme.example", "password": "wrong-wrong-wrong"})
    assert "Email and password do not match." in wrong.content.decode()
    right = client.post("/accounts/login/", {"login": "Olga@Acme.example", "password": PASSWORD})
    assert right.headers["Location"] == "/panel/"


def test_sign_in_says_nothing_about_an_unknown_address(client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "nobody@acme.example", "password": PASSWORD}).content.decode()
    assert "Email and password do not match." in page


def test_sign_in_before_confirming_sends_the_link_again(client: Client, mailoutbox: list[EmailMessage]) -> None:
    Client().post("/accounts/signup/", SIGN_UP)
    cache.clear()
    answer = client.post("/accounts/login/", {"login": "olga@acme.example", "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert len(mailoutbox) == 2
    assert client.get("/panel/projects/new/").status_code == 302


def test_forgotten_password(client: Client, mailoutbox: list[EmailMessage]) -> None:
    olga(client, mailoutbox)
    assert client.post("/accounts/password/reset/", {"email": "olga@acme.example"}).status_code == 302
    page = client.get(link_in(mailoutbox[0]), follow=True)
    new = "another-harbour-lamp"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert Client().post("/accounts/login/", {"login": "olga@acme.example", "password": new}).status_code == 302
    # The link works once.
    assert "does not work any more" in Client().get(link_in(mailoutbox[0]), follow=True).content.decode()


def test_forgotten_password_of_an_unknown_address_looks_the_same(client: Client, mailoutbox: list[EmailMessage]) -> None:
    answer = client.post("/accounts/password/reset/", {"email": "nobody@acme.example"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert [mail.subject for mail in mailoutbox] == ["There is no Parley sign-in for this address"]


def test_sign_out_is_a_press(client: Client, mailoutbox: list[EmailMessage]) -> None:
    olga(client, mailoutbox)
    client.post("/accounts/login/", {"login": "olga@acme.example", "password": PASSWORD})
    assert "Sign out of Parley?" in client.get("/accounts/logout/").content.decode()
    assert client.get("/panel/projects/new/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/panel/projects/new/").status_code == 302


def test_guessing_is_slowed_down_and_nobody_is_locked_out(client: Client, mailoutbox: list[EmailMessage]) -> None:
    olga(client, mailoutbox)
    for _ in range(10):
        client.post("/accounts/login/", {"login": "olga@acme.example", "password": "wrong-wrong-wrong"})
    page = client.post("/accounts/login/", {"login": "olga@acme.example", "password": "wrong-wrong-wrong"})
    assert "Too many tries. Wait a minute" in page.content.decode()


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_public_pages_hold_to_the_rules(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert page.count("<h1>") == 1 and page.count("<main") == 1 and 'class="skip" href="#main"' in page
    assert " style=" not in page and not re.search(r"<script(?! nonce=)", page)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_nothing_that_may_be_broken(name: str) -> None:
    token = request_id.set("a5f1-code")
    try:
        page = render_to_string(f"{name}.html")
    finally:
        request_id.reset(token)
    assert page.count("<h1>") == 1
    assert "a5f1-code" in page


@pytest.mark.parametrize(("query", "mark"), [("?theme=dark", 'data-theme="dark"'), ("?dir=rtl", 'dir="rtl"'), ("", 'data-theme="auto"')])
def test_a_page_can_be_asked_for_a_theme_and_a_direction(client: Client, query: str, mark: str) -> None:
    assert mark in client.get(f"/{query}").content.decode()
