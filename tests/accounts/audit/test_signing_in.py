"""Signing in, failing to, and signing out, as the audit log of each of a person's accounts has them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import AuditRecord
from accounts.tenancy import account
from tests.cast import Cast

SIGN_IN = "/accounts/login/"
PASSWORD = "a long password"


def lines(cast: Cast) -> list[AuditRecord]:
    with account(cast.oscar.account_id):
        return list(AuditRecord.objects.filter(action__startswith="session.").order_by("pk"))


def confirm(cast: Cast, name: str) -> None:
    EmailAddress.objects.create(user=cast.users[name], email=cast.users[name].email, verified=True, primary=True)


class TestSigningIn:
    def test_in_and_out(self, cast: Cast) -> None:
        confirm(cast, "oscar")
        client = Client(REMOTE_ADDR="203.0.113.7")
        answer = client.post(SIGN_IN, {"login": "oscar@acme.example", "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        client.post("/accounts/logout/")
        assert [line.action for line in lines(cast)] == ["session.started", "session.ended"]
        assert all(line.actor_id == cast.oscar.ref for line in lines(cast))
        assert lines(cast)[0].personal == {
            "actor_name": [f"member:{cast.oscar.ref}", "Oscar"],
            "address": [f"member:{cast.oscar.ref}", "203.0.113.7"],
        }

    def test_a_wrong_password_of_a_known_person(self, cast: Cast) -> None:
        confirm(cast, "oscar")
        Client(REMOTE_ADDR="203.0.113.8").post(SIGN_IN, {"login": "oscar@acme.example", "password": "wrong"})
        (line,) = lines(cast)
        assert (line.action, line.actor_id, line.actor_name) == ("session.refused", "unknown", "")
        assert line.personal["email"][1] == "oscar@acme.example" and "wrong" not in str(vars(line))

    def test_an_unknown_address_is_no_customers_business(self, cast: Cast) -> None:
        Client().post(SIGN_IN, {"login": "who@nowhere.example", "password": "wrong"})
        assert lines(cast) == []
