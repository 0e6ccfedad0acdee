"""Invoices without gaps, one charge for however many presses, and callbacks in any order (BIL3, BIL4)."""

from __future__ import annotations

import json
import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from accounts.billing import clock
from accounts.billing.access import held_subscription, standing_here, subscription_here
from accounts.billing.actions.change_to_free import change_to_free
from accounts.billing.actions.issue_invoice import issue_invoice
from accounts.billing.actions.prepare_payment import prepare_payment
from accounts.billing.actions.settle_charge import settle_charge
from accounts.billing.gateway import Outcome
from accounts.billing.gateways.signatures import sign
from accounts.billing.models import Callback, Charge, Invoice, InvoiceLine
from accounts.billing.plans import SOLO, TEAM
from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from accounts.models import AuditRecord
from accounts.tenancy import account
from tests.accounts.billing.paying import Travel, of_acme, pay, travel
from tests.cast import Cast, build_cast

__all__ = ["travel"]


def numbers(cast: Cast) -> list[int]:
    found: list[int] = []
    for one in (cast.olga, cast.gus):
        with account(one.account_id):
            found += Invoice.objects.values_list("number", flat=True)
    return sorted(found)


URL = "/billing/callbacks/card_page/"


def knock(said: dict[str, object], *, secret: str | None = None, at: int | None = None) -> int:
    body = json.dumps(said).encode()
    signature = sign(secret or settings.CARD_PAGE_SECRET, body, at)
    return Client().post(URL, body, "application/json", headers={"Signature": signature}).status_code


def said_of(charge: Charge, state: str = "paid") -> dict[str, object]:
    return {"id": f"event-{uuid.uuid4()}", "key": str(charge.key), "state": state, "charge": "c1"}


class TestPaying:
    def test_a_month_of_team(self, cast: Cast) -> None:
        charge = pay(cast)
        with account(cast.olga.account_id):
            invoice, (line,) = Invoice.objects.get(), InvoiceLine.objects.all()
            assert (invoice.net, invoice.tax, invoice.total, invoice.currency) == (9600, 2208, 11808, "EUR")
            assert (line.net, line.tax, line.tax_rate) == (9600, 2208, 2300)
            assert invoice.paid_at and invoice.period_end == subscription_here().paid_until
            standing = standing_here()
            assert (standing.plan, standing.trial, standing.ended) == (TEAM, False, False)
            actions = set(AuditRecord.objects.values_list("action", flat=True))
        assert charge.state == "paid"
        assert {"invoice.issued", "payment.begun", "invoice.paid", "card.kept"} <= actions

    def test_the_price_is_ours(self, cast: Cast) -> None:
        with account(cast.olga.account_id):
            for wrong in ("free", "gold", "team;price=1", ""):
                with pytest.raises(Invalid):
                    prepare_payment(cast.olga, wrong)
            assert not Invoice.objects.exists()

    @pytest.mark.parametrize("who", ["ada", "oscar", "vic"])
    def test_owners_only(self, cast: Cast, who: str) -> None:
        with account(cast.olga.account_id):
            with pytest.raises(Forbidden):
                prepare_payment(getattr(cast, who), "team")
            with pytest.raises(Forbidden):
                change_to_free(getattr(cast, who))

    def test_pressed_twice(self, cast: Cast) -> None:
        with account(cast.olga.account_id):
            assert prepare_payment(cast.olga, "team").key == prepare_payment(cast.olga, "team").key
            assert (Invoice.objects.count(), Charge.objects.count()) == (1, 1)
        pay(cast)
        with account(cast.olga.account_id), pytest.raises(Conflict):
            prepare_payment(cast.olga, "team")

    def test_another_account_cannot_settle_it(self, cast: Cast) -> None:
        with account(cast.olga.account_id):
            charge = prepare_payment(cast.olga, "team")
        with pytest.raises(NotFound):
            settle_charge(cast.gus.account_id, charge.key, Outcome("paid"))

    def test_refused_then_paid_then_refused_again_is_paid(self, cast: Cast) -> None:
        first = pay(cast, outcome=Outcome("refused", "p0"))
        assert of_acme(cast).paid_until is None
        for state in ("paid", "refused", "paid"):
            settle_charge(cast.olga.account_id, first.key, Outcome(state, "p1"))
        with account(cast.olga.account_id):
            assert Charge.objects.get().state == "paid" and Invoice.objects.get().refused == 1

    def test_paid_twice_is_the_customers_money(self, cast: Cast) -> None:
        first = pay(cast, outcome=Outcome("refused", "p0"))
        pay(cast)
        settle_charge(cast.olga.account_id, first.key, Outcome("paid", "p2"))
        assert of_acme(cast).credit == 11808

    def test_another_plan_credits_the_rest_of_the_month(self, cast: Cast, travel: Travel) -> None:
        pay(cast)
        travel(timedelta(days=15))
        with account(cast.olga.account_id):
            charge = prepare_payment(cast.olga, "solo")
            invoice = Invoice.objects.get(pk=charge.invoice_id)
        # About half of €118.08 is more than all of Solo's €33.21: nothing is left to pay.
        assert (charge.state, invoice.total, invoice.credited) == ("paid", 3321, 3321)
        assert 2000 < of_acme(cast).credit < 3000 and of_acme(cast).plan == SOLO.code

    def test_to_free_and_back(self, cast: Cast) -> None:
        pay(cast)
        with account(cast.olga.account_id):
            change_to_free(cast.olga)
            assert standing_here().plan.code == "free" and not standing_here().ended
        assert 11700 < of_acme(cast).credit <= 11808
        pay(cast)
        assert of_acme(cast).plan == "team"


class TestNumbers:
    def test_a_number_that_was_rolled_back_is_given_again(self, cast: Cast) -> None:
        def issue(spoil: bool) -> None:
            with account(cast.gus.account_id), transaction.atomic():
                issue_invoice(cast.gus, held_subscription(), TEAM, start=clock.now())
                transaction.set_rollback(spoil)

        for spoil in (False, True, False, True, False):
            issue(spoil)
        found = numbers(cast)
        assert found == list(range(found[0], found[0] + 3))


class TestManyAtOnce:
    """In a database of their own, where commits are commits."""

    def test_numbers_leave_no_gap(self, cloned_database: str) -> None:
        cast = build_cast()

        def issue(number: int) -> None:
            actor = (cast.olga, cast.gus)[number % 2]
            try:
                with account(actor.account_id):
                    issue_invoice(actor, held_subscription(), TEAM, start=clock.now())
                    if number % 5 == 0:
                        transaction.set_rollback(True)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(issue, range(50)))
        assert numbers(cast) == list(range(1, 41))

    def test_fifty_at_once_shuffled_and_replayed(self, cloned_database: str) -> None:
        """BIL4: the end is one paid invoice, whatever comes when."""
        cast = build_cast()
        with account(cast.olga.account_id):
            charge = prepare_payment(cast.olga, "team")
        events = [said_of(charge, state) for state in ("refused", "paid") for _ in range(5)]
        calls = events * 5
        random.Random(4).shuffle(calls)

        def call(said: dict[str, object]) -> int:
            try:
                return knock(said)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(call, calls)) == {200}
        with account(cast.olga.account_id):
            assert Charge.objects.get().state == "paid"
            assert AuditRecord.objects.filter(action="invoice.paid").count() == 1
            assert subscription_here().credit == 0
        assert Callback.objects.count() == len(events)


class TestCallbacks:
    def test_forged_old_and_unknown(self, cast: Cast) -> None:
        with account(cast.olga.account_id):
            charge = prepare_payment(cast.olga, "team")
        said = said_of(charge)
        assert knock(said, secret="somebody else's") == 403
        assert knock(said, at=1_000_000_000) == 403
        assert Client().post(URL, json.dumps(said), "application/json").status_code == 403
        assert knock({**said, "key": str(uuid.uuid4())}) == 404
        assert Client().post("/billing/callbacks/nobody/", b"{}", "application/json").status_code == 404
        assert of_acme(cast).paid_until is None and not Callback.objects.exists()
