"""Somebody with a browser: signs in, takes the second step, reads mail."""

from __future__ import annotations

import re
import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User

PASSWORD = "quiet-harbour-lamp"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
STEP_S = 30


def person(name: str = "olga", password: str = PASSWORD) -> User:
    """A person whose address is confirmed."""
    user = User.objects.create_user(f"{name}@acme.example", password, name=name.title())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def browser(user: User | None = None, password: str = PASSWORD) -> Client:
    """A browser of its own, signed in by password if a person is given."""
    client = Client(headers={"User-Agent": LAPTOP})
    if user is not None:
        answer = sign_in(client, user.email, password)
        assert answer == "/panel/", answer
    return client


def sign_in(client: Client, email: str, password: str = PASSWORD) -> str:
    """Where a sign-in by password leads; "" where it leads nowhere."""
    answer = client.post("/accounts/login/", {"login": email, "password": password})
    return str(answer.headers.get("Location", ""))


def is_in(client: Client) -> bool:
    """Whether this browser is signed in."""
    return bool(client.get("/panel/projects/new/").status_code == 200)


def add_app(user: User) -> str:
    """Give a person an authenticator app. Returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def add_recovery_codes(user: User) -> list[str]:
    """Give a person recovery codes."""
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or some steps later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP_S + steps)))


def factors_of(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def link_in(mail: EmailMessage) -> str:
    """The path of the one link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mail.body))
    assert found
    return found[1]
