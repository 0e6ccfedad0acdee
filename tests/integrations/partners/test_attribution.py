"""Who sent whom: the first link counts, within its window, and nobody earns by themselves."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.open_account import open_account
from accounts.billing.models import Card
from accounts.errors import Conflict, Forbidden
from accounts.models import Member, User
from accounts.tenancy import account
from integrations.partners.access import partner_id_of_account, partner_id_of_touch
from integrations.partners.actions.accrue import accrue
from integrations.partners.actions.apply import apply, newest_plan
from integrations.partners.actions.attribute import attribute, note_touch
from integrations.partners.cookie import SALT
from integrations.partners.models import Partner, Referral
from integrations.partners.same_people import mailbox_of, same_domain
from integrations.partners.scope import partner_scope
from tests.cast import Cast
from tests.integrations.partners.world import Office, lind, office, paid_invoice, person, refer

__all__ = ["office"]

SIGN_UP = {"name": "Kim", "email": "kim@pottery.example", "password1": "quiet-harbour-lamp"}


def referral_of(partner: Partner, account_id: int) -> Referral:
    with partner_scope(partner.pk):
        return Referral.objects.get(account_id=account_id)


def follow(browser: Client, partner: Partner) -> Any:
    return browser.get(f"/r/{partner.code}")


class TestTheLink:
    def test_sign_up_remembers_who_sent(self, office: Office) -> None:
        partner, browser = lind(office), Client()
        answer = follow(browser, partner)
        cookie = answer.cookies[settings.REFERRAL_COOKIE_NAME]
        assert answer.headers["Location"] == "/" and cookie["max-age"] == 90 * 86_400 and cookie["httponly"] and cookie["samesite"] == "Lax"
        browser.post("/accounts/signup/", SIGN_UP)
        kim = User.objects.get(email=SIGN_UP["email"])
        assert partner_id_of_touch(kim.pk) == partner.pk
        assert EmailAddress.objects.filter(user=kim).exists()
        shop = open_account(kim, name="Pottery")
        assert partner_id_of_account(shop.pk) == partner.pk, "told when the account opened"
        assert attribute(shop.pk, kim.pk) == referral_of(partner, shop.pk), "once"

    def test_the_first_touch_counts(self, office: Office) -> None:
        first, second, browser = lind(office), lind(office), Client()
        follow(browser, first)
        assert settings.REFERRAL_COOKIE_NAME not in follow(browser, second).cookies
        browser.post("/accounts/signup/", {**SIGN_UP, "email": "first@pottery.example"})
        assert partner_id_of_touch(User.objects.get(email="first@pottery.example").pk) == first.pk

    def test_an_unknown_code_and_one_of_nobody_approved(self, office: Office) -> None:
        for code in ("nobody", lind().code):
            answer = Client().get(f"/r/{code}")
            assert answer.status_code == 302 and settings.REFERRAL_COOKIE_NAME not in answer.cookies

    @pytest.mark.parametrize(
        "value", ["", "x", "x:y:z", signing.dumps("x", salt=SALT), signing.dumps(["a", "b"], salt=SALT), signing.dumps([1], salt="other")]
    )
    def test_a_cookie_that_is_none(self, office: Office, value: str) -> None:
        browser, email = Client(), f"odd-{uuid.uuid4().hex[:8]}@pottery.example"
        browser.cookies[settings.REFERRAL_COOKIE_NAME] = value
        assert browser.post("/accounts/signup/", {**SIGN_UP, "email": email}).status_code in (200, 302)
        assert partner_id_of_touch(User.objects.get(email=email).pk) is None

    @pytest.mark.parametrize(("days", "counts"), [(0, True), (89, True), (91, False)])
    def test_the_window(self, office: Office, days: int, counts: bool) -> None:
        partner = lind(office)
        customer = person(f"late{days}@pottery.example")
        touch = note_touch(customer, partner.code, timezone.now() - timedelta(days=days))
        assert (touch is not None) == counts


class TestOneself:
    @pytest.mark.parametrize(
        ("own", "customer", "why"),
        [
            ("lena@lind.example", "kim@lind.example", "same_domain"),
            ("lena@lind2.example", "kim@shop.lind2.example", "same_domain"),
            ("lena.vogt@gmail.com", "lenavogt+shop@googlemail.com", "same_person"),
            ("lena1@gmail.com", "kim1@gmail.com", ""),
            ("lena3@lind3.example", "kim@notlind3.example", ""),
        ],
    )
    def test_the_same_person_or_house(self, office: Office, own: str, customer: str, why: str) -> None:
        partner = lind(office, email=own)
        shop = refer(partner, email=customer)
        assert referral_of(partner, shop).refused == why
        assert (accrue(shop, paid_invoice(shop)) is None) == bool(why)

    def test_the_card_of_an_account_of_ones_own(self, office: Office) -> None:
        partner = lind(office, email="lena@lind4.example")
        own, other, honest = refer(partner, email="me@lind4.example"), refer(partner), refer(partner)
        for shop, print_of in ((own, b"a" * 32), (other, b"a" * 32), (honest, b"b" * 32)):
            with account(shop):
                Card(account_id=shop, provider="x", token="t", fingerprint=print_of, key_name="k").save(force_insert=True)
        assert accrue(other, paid_invoice(other)) is None
        assert referral_of(partner, other).refused == "same_card"
        assert accrue(honest, paid_invoice(honest)) is not None

    def test_the_words(self) -> None:
        assert mailbox_of(" Lena+a@Lind.Example ") == "lena@lind.example"
        assert not same_domain("a@gmail.com", "b@gmail.com") and same_domain("a@x.example", "b@x.example.")


class TestTerms:
    def test_after_its_months_nothing(self, office: Office) -> None:
        partner = lind(office)
        shop = refer(partner)
        from tests.databases import sql

        sql(f"UPDATE partners_referral SET began_at = now() - interval '12 months 1 day' WHERE account_id = {shop}", office.database)
        assert accrue(shop, paid_invoice(shop)) is None
        assert accrue(shop, paid_invoice(shop, days_ago=3)) is not None

    def test_a_partner_who_is_not_approved_gets_no_referral(self, office: Office) -> None:
        partner = lind(office)
        customer = person("waits@pottery.example")
        assert note_touch(customer, partner.code, datetime.now(UTC)) is not None
        office.ask("SELECT staff_partner_decide(%s, %s, 'blocked')", office.keys["aino"], partner.pk)
        shop = open_account(customer, name="Late")
        assert attribute(shop.pk, customer.pk) is None and partner_id_of_account(shop.pk) is None


class TestApart:
    """A partner's sign-in belongs to no account: refused by the actions, and by Postgres where somebody forgets to ask."""

    def test_a_member_does_not_become_a_partner(self, cast: Cast) -> None:
        with pytest.raises(Forbidden):
            apply(cast.users["olga"], name="Olga")
        forced = Partner(pk=10**9, user=cast.users["oscar"], code="x", name="x", plan=newest_plan())
        with pytest.raises(IntegrityError, match="no member"), transaction.atomic(), partner_scope(10**9):
            forced.save(force_insert=True)

    def test_a_partner_does_not_become_a_member(self, cast: Cast) -> None:
        partner = apply(person("lena@lind.example"), name="Lind")
        assert partner.user is not None
        with pytest.raises(Forbidden):
            open_account(partner.user, name="Own")
        with pytest.raises(IntegrityError, match="no member"), transaction.atomic(), account(cast.shop.account_id):
            Member(account_id=cast.shop.account_id, user=partner.user, name="Lena", role="viewer").save(force_insert=True)

    def test_nobody_applies_twice_or_approves_themselves(self, cast: Cast) -> None:
        user = person("lena@lind.example")
        partner = apply(user, name="Lind")
        with pytest.raises(Conflict):
            apply(user, name="Lind")
        for change in ("state = 'approved'", "plan_id = 1", "decided_at = now()"):
            with (
                pytest.raises(Exception, match=r"decide about themselves|permission denied"),
                transaction.atomic(),
                partner_scope(partner.pk),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE partners_partner SET {change}")
