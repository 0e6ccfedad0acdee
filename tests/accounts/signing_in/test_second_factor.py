"""The second step: codes that work once, keys that turn, recovery codes, and seeds that nobody can read (AUN8, AUN10)."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from accounts.secrets import USERS
from accounts.signing_in.second_factor import reseal_second_factors
from tests.accounts.signing_in.people import add_app, add_recovery_codes, code_of, is_in, person, sign_in

pytestmark = pytest.mark.django_db
STEP = "/accounts/2fa/authenticate/"


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def at_the_second_step(email: str) -> Client:
    client = Client()
    assert sign_in(client, email) == STEP
    return client


def test_aun8_a_code_is_asked_for_after_the_password() -> None:
    user = person()
    secret = add_app(user)
    client = at_the_second_step(user.email)
    assert not is_in(client)
    assert "This code does not fit" in client.post(STEP, {"code": "000000"}).content.decode()
    assert not is_in(client)
    assert client.post(STEP, {"code": code_of(secret)}).headers["Location"] == "/panel/"
    assert is_in(client)


def test_aun8_a_code_works_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who looked over the shoulder is half a minute late. Also without the cache, which may forget."""
    from django.core.cache import cache

    user = person()
    code = code_of(add_app(user))
    assert at_the_second_step(user.email).post(STEP, {"code": code}).status_code == 302
    cache.clear()
    thief = at_the_second_step(user.email)
    assert "was used already" in thief.post(STEP, {"code": code}).content.decode()
    assert not is_in(thief)


def test_aun8_an_earlier_step_is_over_once_a_later_one_was_taken() -> None:
    user = person()
    secret = add_app(user)
    at_the_second_step(user.email).post(STEP, {"code": code_of(secret, steps=1)})
    thief = at_the_second_step(user.email)
    thief.post(STEP, {"code": code_of(secret)})
    assert not is_in(thief)


def test_aun8_a_recovery_code_works_once() -> None:
    user = person()
    add_app(user)
    code = add_recovery_codes(user)[0]
    first, second = at_the_second_step(user.email), at_the_second_step(user.email)
    first.post(STEP, {"code": code})
    second.post(STEP, {"code": code})
    assert is_in(first) and not is_in(second)


def test_aun8_seeds_are_sealed_and_can_be_sealed_again() -> None:
    user = person()
    secret = add_app(user)
    codes = add_recovery_codes(user)
    before = {row.type: str(row.data) for row in Authenticator.objects.filter(user=user)}
    assert secret not in before["totp"] and not any(code in before["recovery_codes"] for code in codes)
    assert reseal_second_factors(USERS) == 2
    after = {row.type: str(row.data) for row in Authenticator.objects.filter(user=user)}
    assert after["totp"] != before["totp"] and after["recovery_codes"] != before["recovery_codes"]
    client = at_the_second_step(user.email)
    client.post(STEP, {"code": code_of(secret)})
    assert is_in(client)
    assert Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes() == codes


def test_aun10_the_key_of_a_session_turns_at_sign_in_and_with_the_second_factor() -> None:
    user = person()
    client = Client()
    client.get("/accounts/login/")
    anonymous = client.cookies.get(settings.SESSION_COOKIE_NAME)
    sign_in(client, user.email)
    signed_in = key_of(client)
    assert len(signed_in) >= 32 and (anonymous is None or anonymous.value != signed_in)
    secret = client.get("/accounts/2fa/app/").context["form"].secret
    client.post("/accounts/2fa/app/", {"code": code_of(secret)})
    assert key_of(client) != signed_in
    assert is_in(client)
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = signed_in
    assert not is_in(old)
