"""Links in mails lead to Parley's own address, whatever the request says of itself."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client

from tests.cast import Cast

KNOWN = "olga@acme.example"
NEW = {"name": "Nora", "password1": "quiet-harbour-lamp"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:6666"])
@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("/accounts/password/reset/", {"email": KNOWN}),
        ("/accounts/password/reset/", {"email": "nobody@nowhere.example"}),
        ("/accounts/signup/", {**NEW, "email": KNOWN}),
        ("/accounts/signup/", {**NEW, "email": "nora@nowhere.example"}),
    ],
)
def test_a_forged_host_stands_in_no_mail(cast: Cast, mailoutbox: list[EmailMessage], host: str, page: str, fields: dict[str, str]) -> None:
    cache.clear()
    assert Client(headers={"host": host}).post(page, fields).status_code == 302
    (mail,) = mailoutbox
    links = re.findall(r"https?://\S+", str(mail.body))
    assert links and all(link.startswith(f"{settings.PARLEY_URL}/accounts/") for link in links)
