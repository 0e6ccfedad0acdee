"""An authenticator app from its set-up to its end, with the mails that go with it, on a database where commits are commits."""

from __future__ import annotations

from django.core.mail import EmailMessage

from tests.accounts.signing_in.people import browser, code_of, factors_of, person


def test_aun8_setting_up_an_app_and_dropping_it(mailoutbox: list[EmailMessage], cloned_database: str) -> None:
    user = person()
    client = browser(user)
    page = client.get("/accounts/2fa/app/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    done = client.post("/accounts/2fa/app/", {"code": code_of(secret)})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    assert factors_of(user) == {"totp", "recovery_codes"}
    shown = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert shown.count("<li><code>") == 10
    assert "They were shown once" in client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "10 of 10 left" in client.get("/panel/settings/security/").content.decode()
    assert client.post("/accounts/2fa/app/drop/").headers["Location"] == "/panel/settings/security/"
    assert factors_of(user) == set()
    assert [mail.subject for mail in mailoutbox] == ["Your authenticator app is set up", "Your authenticator app was turned off"]
