"""What a stranger at the door learns and how far guessing gets (AUN4-AUN7)."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from accounts.signing_in import hashing
from tests.accounts.signing_in.people import PASSWORD, add_app, browser, code_of, is_in, link_in, person, sign_in

pytestmark = pytest.mark.django_db
NEW = "another-harbour-lamp"


def without_tokens(answer: Any, email: str) -> tuple[int, str, str]:
    """An answer without what differs each time."""
    page = re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]+"', "", answer.content.decode()).replace(email, "X")
    return answer.status_code, answer.headers.get("Location", ""), page


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/accounts/login/", {"password": "wrong-wrong-wrong"}),
        ("/accounts/signup/", {"name": "Somebody", "password1": PASSWORD}),
        ("/accounts/password/reset/", {}),
    ],
)
def test_aun4_known_and_unknown_get_the_same_answer(path: str, body: dict[str, str], mailoutbox: list[EmailMessage]) -> None:
    person()
    answers = []
    for email in ("olga@acme.example", "otto@acme.example"):
        named = {"login" if "login" in path else "email": email}
        answers.append(without_tokens(Client().post(path, {**body, **named}), email))
    assert answers[0] == answers[1]


def test_aun4_an_unknown_address_costs_a_hash_too(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = ["accounts.signing_in.hashing.Argon2idHasher"]
    person()
    turns: list[str] = []
    inner = hashing._turn

    def counted() -> AbstractContextManager[None]:
        turns.append("one")
        return inner()

    monkeypatch.setattr(hashing, "_turn", counted)
    counts = []
    for email in ("olga@acme.example", "otto@acme.example"):
        turns.clear()
        sign_in(Client(), email, "wrong-wrong-wrong")
        counts.append(len(turns))
    assert counts == [1, 1]


def test_aun5_the_right_person_gets_in_while_others_guess(client: Client) -> None:
    """A key that is being guessed slows down; a passkey goes past it, and the limit ends by itself: nothing is locked."""
    user = person()
    for _ in range(12):
        sign_in(client, user.email, "wrong-wrong-wrong")
    page = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).content.decode()
    assert "Too many tries. Wait a minute" in page
    User.objects.get(pk=user.pk, is_active=True)
    asked = client.get("/accounts/2fa/passkeys/login/", headers={"Accept": "application/json"})
    assert asked.status_code == 200 and "challenge" in asked.json()["request_options"]["publicKey"]
    assert Client().post("/accounts/password/reset/", {"email": user.email}).status_code == 302


def test_aun5_spraying_from_one_network_is_slowed_down() -> None:
    """One guess each at many people, from all addresses of a /24: the network runs out, another one does not."""
    user = person()
    refused = 0
    for number in range(110):
        client = Client(REMOTE_ADDR=f"203.0.113.{number % 250}")
        page = client.post("/accounts/login/", {"login": f"somebody{number}@acme.example", "password": "wrong-wrong-wrong"})
        refused += "Too many tries" in page.content.decode()
    assert 0 < refused <= 11
    assert sign_in(Client(REMOTE_ADDR="198.51.100.7"), user.email) == "/panel/"


def test_aun6_a_reset_link_works_once_and_dies_with_the_old_password(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = person()
    for _ in range(2):
        client.post("/accounts/password/reset/", {"email": user.email})
    first, second = link_in(mailoutbox[0]), link_in(mailoutbox[1])
    form = client.get(first, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert sign_in(Client(), user.email, NEW) == "/panel/"
    for used in (first, second):
        assert "does not work any more" in Client().get(used, follow=True).content.decode()


def test_aun6_a_reset_link_dies_with_a_change_of_address(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = person()
    client.post("/accounts/password/reset/", {"email": user.email})
    reset = link_in(mailoutbox[-1])
    signed_in = browser(user)
    signed_in.post("/accounts/email/", {"email": "olga@new.example", "action_add": "1"})
    signed_in.post(link_in(mailoutbox[-1]))
    assert User.objects.get(pk=user.pk).email == "olga@new.example", "the premise: the address is another one"
    assert "does not work any more" in Client().get(reset, follow=True).content.decode()


def test_aun7_a_reset_does_not_go_past_the_second_step(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = person()
    secret = add_app(user)
    client.post("/accounts/password/reset/", {"email": user.email})
    form = client.get(link_in(mailoutbox[-1]), follow=True).request["PATH_INFO"]
    answer = client.post(form, {"password1": NEW, "password2": NEW})
    assert not is_in(client), "a mailbox alone must not be enough"
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_in(client)
