"""What billing holds about an account, and what is left of it in the end: invoices, which the law of taxes keeps."""

from __future__ import annotations

from accounts.billing.models import Card, Invoice, Subscription
from accounts.erasure import OF_ACCOUNT
from accounts.tenancy import account


def register() -> None:
    OF_ACCOUNT["billing"] = erase_account


def erase_account(account_id: int) -> dict[str, int]:
    """Forget the card and the address, and ask for no money again. Invoices that were issued stay whole."""
    with account(account_id):
        cards = Card.objects.all().delete()[0]
        blank = dict.fromkeys(("invoice_name", "invoice_address", "invoice_email", "country", "vat_number"), "")
        Subscription.objects.update(next_try_at=None, **blank)
        return {"cards": cards, "invoices kept": Invoice.objects.count()}
