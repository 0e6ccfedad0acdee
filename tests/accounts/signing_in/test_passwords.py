"""Passwords: how they are hashed, how many at a time, and which ones are taken (AUN1-AUN3)."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from argon2 import Type, extract_parameters
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from accounts.signing_in import hashing
from tests.accounts.signing_in.people import PASSWORD, browser, is_in, person, sign_in

ARGON2 = ["accounts.signing_in.hashing.Argon2idHasher"]
LEAST_KIB = 19 * 1024


def test_aun1_argon2id_with_at_least_what_owasp_asks(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    stored = make_password(PASSWORD)
    facts = extract_parameters(stored.partition("$")[2].join(["$", ""]))
    assert facts.type is Type.ID
    assert facts.memory_cost >= LEAST_KIB and facts.time_cost >= 2 and facts.parallelism >= 1
    assert check_password(PASSWORD, stored) and not check_password(PASSWORD + "x", stored)


@pytest.mark.django_db
def test_aun1_an_older_hash_is_made_anew_at_sign_in(settings: Any) -> None:
    user = person()
    assert identify_hasher(user.password).algorithm == "md5", "the premise: a weaker hash"
    settings.PASSWORD_HASHERS = [*ARGON2, "django.contrib.auth.hashers.MD5PasswordHasher"]
    assert is_in(browser(user))
    assert identify_hasher(User.objects.get(pk=user.pk).password).algorithm == "argon2"


def test_aun2_few_passwords_are_hashed_at_the_same_time(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty sign-ins at once take turns: never more at work than `AT_ONCE`."""
    running, most, lock = 0, 0, threading.Lock()
    inner = Argon2PasswordHasher.encode

    def watched(self: Any, password: str, salt: str) -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            return inner(self, password, salt)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(Argon2PasswordHasher, "encode", watched)
    settings.PASSWORD_HASHERS = ARGON2
    begun = time.monotonic()
    crowd = [threading.Thread(target=make_password, args=(PASSWORD,)) for _ in range(20)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    print(f"20 hashes, {hashing.AT_ONCE} at a time, took {time.monotonic() - begun:.2f} s")
    assert 1 <= most <= hashing.AT_ONCE


@pytest.mark.django_db
def test_aun2_a_crowd_beyond_the_queue_is_told_to_wait(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    monkeypatch.setattr(hashing, "_waiting", threading.BoundedSemaphore(1))
    user = person()
    with hashing._turn():
        answer = Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert sign_in(Client(), user.email) == "/panel/"


# Bytes beyond the 72nd count, and so does a NUL; letters may be written in several Unicode forms.
VECTORS = [
    "8 bytes!",
    "p" * 71 + "x",
    "ü" * 36 + "x",
    "a" * 128,
    "a" * 4096,
    "correct horse battery",
    "パスワード安全な鍵",
    "👩‍👩‍👧‍👦 family",
]


@pytest.mark.parametrize("password", VECTORS, ids=lambda one: f"{len(one)}-{len(one.encode())}")
def test_aun3_every_character_counts(settings: Any, password: str) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    validate_password(password)
    stored = make_password(password)
    assert check_password(password, stored)
    assert not check_password(password[:-1], stored) and not check_password(password + " ", stored)


def test_aun3_one_letter_typed_in_two_ways(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ARGON2
    assert check_password("cafe\u0301 de Flore", make_password("caf\u00e9 de Flore"))


@pytest.mark.parametrize("password", ["short 7", "password", "12345678", "qwertyuiop", "iloveyou", "football", "Passw0rd"])
def test_aun3_what_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)
