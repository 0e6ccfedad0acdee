"""The ledger is written once: by nobody past its rules, and by the web and by staff only what is theirs to write."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from integrations.partners.actions.accrue import accrue
from integrations.partners.models import Entry
from integrations.partners.scope import partner_scope
from launcher.say import Trouble
from tests.databases import sql
from tests.integrations.partners.world import Office, lind, office, paid_invoice, refer

__all__ = ["office"]


class TestWrittenOnce:
    @pytest.mark.parametrize(
        "verb", ["UPDATE partners_entry SET amount = 1", "DELETE FROM partners_entry", "TRUNCATE partners_entry CASCADE"]
    )
    def test_not_even_its_owner_changes_it(self, office: Office, verb: str) -> None:
        partner = lind(office)
        customer = refer(partner)
        accrue(customer, paid_invoice(customer))
        with pytest.raises(DatabaseError), transaction.atomic(), partner_scope(partner.pk), connection.cursor() as cursor:
            cursor.execute(verb)
        with pytest.raises(Trouble, match="written once"):
            sql(verb, office.database)

    @pytest.mark.parametrize("kind", ["approved", "held", "paid"])
    def test_the_web_writes_no_approval_and_no_payment(self, office: Office, kind: str) -> None:
        partner = lind(office)
        customer = refer(partner)
        accrual = accrue(customer, paid_invoice(customer))
        assert accrual is not None
        moves = {"approved": ("held", "approved"), "held": ("approved", "held"), "paid": ("approved", "paid")}
        source, target = moves[kind]
        entry = Entry(partner=partner, kind=kind, source=source, target=target, amount=1, currency="EUR", cause="forged")
        entry.accrual = None if kind == "paid" else accrual
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), partner_scope(partner.pk):
            entry.save(force_insert=True)

    @pytest.mark.parametrize(
        "change",
        [
            {"amount": 0},
            {"amount": -5},
            {"source": "paid"},
            {"currency": "USD"},
            {"kind": "reversed", "source": "held", "target": "world", "amount": 99999},
        ],
    )
    def test_no_entry_that_does_not_sum(self, office: Office, change: dict[str, Any]) -> None:
        partner = lind(office)
        customer = refer(partner)
        accrual = accrue(customer, paid_invoice(customer))
        fields = {"kind": "accrued", "source": "world", "target": "held", "amount": 5, "currency": "EUR", "cause": "odd", **change}
        with pytest.raises(DatabaseError), transaction.atomic(), partner_scope(partner.pk):
            Entry(partner=partner, accrual=accrual if fields["kind"] == "reversed" else None, **fields).save(force_insert=True)

    def test_staff_read_and_call_and_write_nothing(self, office: Office) -> None:
        with psycopg.connect(office.url, autocommit=True) as staff:
            for forbidden in (
                "INSERT INTO partners_check (partner_id) VALUES (1)",
                "UPDATE partners_partner SET state = 'approved'",
                "DELETE FROM partners_entry",
                "SELECT sealed FROM partners_taxprofile",
                "SELECT user_id FROM partners_partner",
                "SELECT account_id FROM partners_referral",
                "SELECT * FROM partners_look",
                "SELECT * FROM partners_touch",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    staff.execute(forbidden)

    def test_a_session_that_is_none_does_nothing(self, office: Office) -> None:
        partner = lind(office)
        customer = refer(partner)
        accrue(customer, paid_invoice(customer, days_ago=40))
        for call in ("staff_partner_decide(%s, %s, 'blocked')", "staff_check_ask(%s, %s, 'approve')"):
            assert not office.ask(f"SELECT {call}", b"nobody", partner.pk)
        check = office.begin("aino", partner, "approve")
        assert not office.ask("SELECT staff_check_answer(%s, %s, %s, true)", b"nobody", partner.pk, check)
