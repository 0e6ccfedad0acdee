"""Issue an invoice: its number, its lines, its tax, from the prices in the code."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from accounts import audit
from accounts.actors import Actor
from accounts.billing import clock
from accounts.billing.models import Invoice, InvoiceCounter, InvoiceLine, Subscription
from accounts.billing.money import tax_of, tax_rate
from accounts.billing.plans import CURRENCY, Plan, months_after
from accounts.models import Account

SERIES = "invoice"


def open_invoice(subscription: Subscription, plan: Plan) -> Invoice | None:
    """The unpaid invoice that still says what is owed now, so that pressing twice does not write a second one."""
    found: Invoice | None = Invoice.objects.filter(paid_at=None, voided_at=None).order_by("-id").first()
    if found is None or found.plan != plan.code or found.buyer != buyer_of(subscription) or found.period_end <= clock.now():
        return None
    return found


def void_open_invoices(actor: Actor, subscription: Subscription) -> None:
    """What was never paid and is no longer asked for. The number stays taken; credit that it had used comes back."""
    for invoice in Invoice.objects.select_for_update(no_key=True).filter(paid_at=None, voided_at=None):
        invoice.voided_at = clock.now()
        invoice.save(update_fields=["voided_at"])
        subscription.credit += invoice.credited
        subscription.save(update_fields=["credit"])
        audit.record(actor, "invoice.voided", invoice, number=invoice.number)


def issue_invoice(actor: Actor, subscription: Subscription, plan: Plan, *, start: datetime) -> Invoice:
    """An invoice for a month of `plan` from `start`. Call it with the subscription held.

    The counter's row stays locked until the transaction ends: if it fails, the number was never given.
    """
    void_open_invoices(actor, subscription)
    rate, note = tax_rate(subscription.country, subscription.vat_number)
    end = months_after(start)
    tax = tax_of(plan.price, rate)
    credited = min(subscription.credit, plan.price + tax)
    invoice = Invoice(
        account_id=subscription.account_id,
        number=_next_number(),
        plan=plan.code,
        currency=CURRENCY,
        net=plan.price,
        tax=tax,
        total=plan.price + tax,
        credited=credited,
        seller=dict(settings.SELLER),
        buyer=buyer_of(subscription),
        note=note,
        period_start=start,
        period_end=end,
        issued_at=clock.now(),
    )
    invoice.save(force_insert=True)
    words = f"Parley {plan.name}, {start:%Y-%m-%d} to {end:%Y-%m-%d}"
    line = {"position": 1, "words": words, "net": plan.price, "tax_rate": rate, "tax": tax}
    InvoiceLine(account_id=subscription.account_id, invoice=invoice, **line).save(force_insert=True)
    if credited:
        subscription.credit -= credited
        subscription.save(update_fields=["credit"])
    audit.record(actor, "invoice.issued", invoice, number=invoice.number, total=invoice.total, currency=invoice.currency)
    return invoice


def due(invoice: Invoice) -> int:
    """What is left to pay once the credit has been taken."""
    return invoice.total - invoice.credited


def price_now(subscription: Subscription, plan: Plan) -> int:
    """What a month would cost today, with tax and without what is credited already."""
    rate, _note = tax_rate(subscription.country, subscription.vat_number)
    total = plan.price + tax_of(plan.price, rate)
    return total - min(subscription.credit, total)


def buyer_of(subscription: Subscription) -> dict[str, str]:
    """Who the invoice is made out to, as it stands now."""
    names = ("invoice_name", "invoice_address", "invoice_email", "country", "vat_number")
    said = {name.removeprefix("invoice_"): getattr(subscription, name) for name in names}
    return {**said, "name": said["name"] or Account.objects.get().name}


def _next_number() -> int:
    InvoiceCounter.objects.get_or_create(series=SERIES)
    counter = InvoiceCounter.objects.select_for_update().get(series=SERIES)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number
