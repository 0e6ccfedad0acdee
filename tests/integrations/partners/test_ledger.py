"""The commission ledger: it sums, pays nothing twice, gives back what was given back, and needs two people. For any order of events."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.partners.actions.accrue import accrue, catch_up, give_back
from integrations.partners.models import Entry, Partner
from integrations.partners.money import commission_of, part_given_back
from integrations.partners.queries import purses
from integrations.partners.scope import partner_scope
from launcher.say import Trouble
from tests.databases import sql
from tests.integrations.partners.world import Office, credit, declare, lind, office, paid_invoice, refer

__all__ = ["office"]

PURSES = ("world", "held", "approved", "paid")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(1, 20_000), st.sampled_from([0, 40])),
        st.tuples(st.just("again"), st.integers(0, 5)),
        st.tuples(st.just("credit"), st.integers(0, 5), st.integers(1, 20_000)),
        st.tuples(st.just("ask"), st.sampled_from(["aino", "bea"]), st.sampled_from(["approve", "pay"])),
        st.tuples(st.just("answer"), st.sampled_from(["aino", "bea"]), st.booleans()),
        st.tuples(st.just("hold"), st.integers(0, 5)),
    ),
    max_size=24,
)


def balances(partner: Partner) -> dict[str, int]:
    with partner_scope(partner.pk):
        entries = list(Entry.objects.all())
    return {purse: sum(e.amount * ((e.target == purse) - (e.source == purse)) for e in entries) for purse in PURSES}


@given(st.integers(0, 10**12), st.integers(0, 10_000), st.integers(1, 10**12), st.data())
def test_amounts_are_whole_and_what_is_given_back_is_all_in_the_end(net: int, rate: int, total: int, data: st.DataObject) -> None:
    earned = commission_of(net, rate)
    assert abs(earned * 10_000 - net * rate) <= 5_000
    back = data.draw(st.integers(0, total))
    assert 0 <= part_given_back(earned, back, total) <= part_given_back(earned, total, total) == earned


class World:
    """One partner with one customer, and every invoice that was paid so far."""

    def __init__(self, office: Office) -> None:
        self.office, self.partner = office, lind(office)
        declare(office, self.partner)
        self.account = refer(self.partner)
        self.invoices: list[int] = []
        self.checks: list[tuple[int, str]] = []

    def do(self, step: tuple[Any, ...]) -> None:
        getattr(self, step[0])(*step[1:])
        self.holds()

    def pay(self, net: int, days_ago: int) -> None:
        self.invoices.append(paid_invoice(self.account, net=net, days_ago=days_ago))
        accrue(self.account, self.invoices[-1])

    def again(self, which: int) -> None:
        if self.invoices:
            accrue(self.account, self.invoices[which % len(self.invoices)])

    def credit(self, which: int, amount: int) -> None:
        if self.invoices:
            invoice = self.invoices[which % len(self.invoices)]
            credit(self.account, invoice, amount)
            give_back(self.account, invoice)
            give_back(self.account, invoice)

    def ask(self, who: str, kind: str) -> None:
        made = self.office.begin(who, self.partner, kind)
        if made is not None:
            self.checks.append((made, who))

    def answer(self, who: str, agreed: bool) -> None:
        if self.checks:
            check, asked = self.checks[-1]
            before = balances(self.partner)
            done = self.office.answer(who, self.partner, check, agreed=agreed)
            assert not (done and agreed and who == asked), "one person did both"
            assert done or balances(self.partner) == before
            if done:
                self.checks.pop()

    def hold(self, which: int) -> None:
        with partner_scope(self.partner.pk):
            accruals = list(Entry.objects.filter(kind="accrued").order_by("id"))
        if accruals:
            self.office.ask("SELECT staff_hold(%s, %s, %s)", self.office.keys["aino"], self.partner.pk, accruals[which % len(accruals)].pk)

    def holds(self) -> None:
        """What is true after every step."""
        found = balances(self.partner)
        assert sum(found.values()) == 0 and found["held"] >= 0 and found["paid"] >= 0
        with partner_scope(self.partner.pk):
            entries, seen = list(Entry.objects.all()), purses(self.partner.pk)
        accrued = [entry for entry in entries if entry.kind == "accrued"]
        assert len(accrued) == len({entry.invoice_number for entry in accrued}), "an invoice counted twice"
        assert seen.ready + seen.held == found["held"] + found["approved"] == sum(entry.change for entry in entries)
        assert seen.paid == found["paid"] <= sum(e.amount for e in entries if e.kind == "approved"), "paid what nobody approved"
        for entry in accrued:
            back = sum(one.amount for one in entries if one.kind == "reversed" and one.accrual_id == entry.pk)
            assert back <= entry.amount


class TestForAnyOrder:
    @settings(max_examples=20)
    @given(steps=STEPS)
    def test_it_sums(self, office: Office, steps: list[tuple[Any, ...]]) -> None:
        world = World(office)
        for step in steps:
            world.do(step)


class TestTheLedger:
    def test_a_refund_before_and_after_the_payment(self, office: Office) -> None:
        partner = lind(office)
        declare(office, partner)
        customer = refer(partner)
        early, late = paid_invoice(customer, days_ago=40), paid_invoice(customer, days_ago=40)
        accrue(customer, early)
        accrue(customer, late)
        assert balances(partner) == {"world": -3840, "held": 3840, "approved": 0, "paid": 0}
        credit(customer, early, 11808)
        give_back(customer, early)
        assert balances(partner) == {"world": -1920, "held": 1920, "approved": 0, "paid": 0}
        assert office.both(partner, "approve") and office.both(partner, "pay")
        assert balances(partner) == {"world": -1920, "held": 0, "approved": 0, "paid": 1920}
        credit(customer, late, 5904)
        give_back(customer, late)
        assert balances(partner) == {"world": -960, "held": 0, "approved": -960, "paid": 1920}
        # What was paid too much is taken from what comes next.
        accrue(customer, paid_invoice(customer, days_ago=40))
        assert office.both(partner, "approve") and office.both(partner, "pay")
        assert balances(partner) == {"world": -2880, "held": 0, "approved": 0, "paid": 2880}

    def test_nothing_before_its_hold_is_over_and_nothing_to_pay_twice(self, office: Office) -> None:
        partner = lind(office)
        declare(office, partner)
        customer = refer(partner)
        accrue(customer, paid_invoice(customer))
        assert office.begin("aino", partner, "approve") is None
        accrue(customer, paid_invoice(customer, days_ago=31))
        assert office.both(partner, "approve") and office.both(partner, "pay")
        assert balances(partner)["paid"] == 1920
        assert office.begin("aino", partner, "pay") is None and office.begin("bea", partner, "approve") is None

    def test_whoever_asked_cannot_agree_but_may_take_it_back(self, office: Office) -> None:
        partner = lind(office)
        customer = refer(partner)
        accrue(customer, paid_invoice(customer, days_ago=40))
        check = office.begin("aino", partner, "approve")
        assert office.begin("bea", partner, "approve") is None, "one at a time"
        assert not office.answer("aino", partner, check)
        assert balances(partner)["approved"] == 0
        assert office.answer("aino", partner, check, agreed=False)
        assert not office.answer("bea", partner, check), "it is over"
        forged = f"UPDATE partners_check SET agreed = true WHERE id = {check}"
        with pytest.raises(Trouble, match="two_people"):
            sql(forged, office.database)

    def test_another_amount_than_was_asked_for(self, office: Office) -> None:
        partner = lind(office)
        customer = refer(partner)
        invoice = paid_invoice(customer, days_ago=40)
        accrue(customer, invoice)
        check = office.begin("aino", partner, "approve")
        credit(customer, invoice, 100)
        give_back(customer, invoice)
        assert not office.answer("bea", partner, check)

    def test_no_payment_without_a_declaration_or_soon_after_another_account(self, office: Office) -> None:
        partner = lind(office)
        customer = refer(partner)
        accrue(customer, paid_invoice(customer, days_ago=40))
        assert office.both(partner, "approve")
        assert office.begin("aino", partner, "pay") is None
        declare(office, partner, changed="now() - interval '2 days'")
        assert office.begin("aino", partner, "pay") is None
        declare(office, partner, changed="now() - interval '4 days'")
        assert office.both(partner, "pay")

    def test_a_blocked_partner_gets_nothing(self, office: Office) -> None:
        partner = lind(office)
        customer = refer(partner)
        accrue(customer, paid_invoice(customer, days_ago=40))
        assert office.ask("SELECT staff_partner_decide(%s, %s, 'blocked')", office.keys["bea"], partner.pk)
        assert office.begin("aino", partner, "approve") is None
        assert accrue(customer, paid_invoice(customer)) is None
        assert balances(partner)["held"] == 1920

    def test_what_a_lost_broker_dropped_is_found(self, office: Office) -> None:
        partner = lind(office)
        customer = refer(partner)
        paid_invoice(customer, given_back=11808)
        paid_invoice(customer)
        catch_up()
        catch_up()
        assert balances(partner)["held"] == 1920
        with partner_scope(partner.pk):
            assert Entry.objects.count() == 3

    def test_fifty_at_once(self, office: Office) -> None:
        """One accrual of one invoice, one payment of one check."""
        partner = lind(office)
        declare(office, partner)
        customer = refer(partner)
        invoice = paid_invoice(customer, days_ago=40)

        def hear(_: int) -> None:
            try:
                accrue(customer, invoice)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as crowd:
            list(crowd.map(hear, range(50)))
        assert balances(partner)["held"] == 1920
        assert office.both(partner, "approve")
        check = office.begin("aino", partner, "pay")

        def agree(_: int) -> bool:
            own = office.of_its_own()
            with own.staff:
                return own.answer("bea", partner, check)

        with ThreadPoolExecutor(8) as crowd:
            answers = list(crowd.map(agree, range(20)))
        assert answers.count(True) == 1 and balances(partner)["paid"] == 1920
