"""AUN6: one mailed link, fifty browsers at the same moment, on real connections: one new password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.accounts.signing_in.people import link_in, person

MANY = 50


def test_aun6_of_fifty_uses_of_one_link_one_counts(cloned_database: str, mailoutbox: list[EmailMessage]) -> None:
    cache.clear()
    user = person()
    Client().post("/accounts/password/reset/", {"email": user.email})
    link = link_in(mailoutbox[-1])
    gate = Barrier(MANY)

    def use(number: int) -> str:
        """Open the link, wait for all the others, and say what the new password is. Gives where it led."""
        client = Client(REMOTE_ADDR=f"198.51.{number}.7")
        word = f"another-harbour-lamp-{number}"
        try:
            form = client.get(link, follow=True).request["PATH_INFO"]
            gate.wait()
            return str(client.post(form, {"password1": word, "password2": word}).headers.get("Location", ""))
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        led = list(pool.map(use, range(MANY)))
    won = [number for number, where in enumerate(led) if where]
    assert len(won) == 1, led
    assert User.objects.get(pk=user.pk).check_password(f"another-harbour-lamp-{won[0]}")
    told = [mail for mail in mailoutbox if "password" in mail.subject.lower()]
    assert len(told) == 2, [mail.subject for mail in mailoutbox]
