"""An erased account: no card, no address, no more bills; its invoices stay, for the law keeps those."""

from __future__ import annotations

from datetime import timedelta

from accounts.billing.actions.collect import accounts_due
from accounts.billing.actions.edit_details import edit_details
from accounts.billing.holdings import erase_account
from accounts.billing.models import Card, Invoice
from accounts.erasure import OF_ACCOUNT
from accounts.tenancy import account
from tests.accounts.billing.paying import Travel, of_acme, pay, travel
from tests.cast import Cast

__all__ = ["travel"]


class TestEraseAccount:
    def test_what_goes_and_what_stays(self, cast: Cast, travel: Travel) -> None:
        pay(cast)
        with account(cast.olga.account_id):
            edit_details(cast.olga, invoice_name="Acme SA", invoice_email="bills@acme.example", vat_number="PT509555014")
        assert [erase_account(cast.olga.account_id) for _ in range(2)] == [
            {"cards": 1, "invoices kept": 1},
            {"cards": 0, "invoices kept": 1},
        ]
        kept = of_acme(cast)
        assert (kept.invoice_name, kept.invoice_email, kept.vat_number) == ("", "", "")
        with account(cast.olga.account_id):
            assert not Card.objects.exists() and Invoice.objects.get().total == 11808
        travel(timedelta(days=365))
        assert accounts_due() == []

    def test_it_is_asked(self) -> None:
        assert OF_ACCOUNT["billing"] is erase_account
