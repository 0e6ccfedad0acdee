"""A referred account paid an invoice: earn a part of it, once. And give back what it was given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from accounts.billing.models import Invoice
from accounts.billing.plans import months_after
from accounts.tenancy import account
from integrations.partners.access import accounts_with_card_of, accrual_of, all_partner_ids, held_partner, partner_id_of_account
from integrations.partners.models import Entry, Partner, Referral
from integrations.partners.models.ledger import APPROVED, HELD, WORLD
from integrations.partners.money import commission_of, part_given_back
from integrations.partners.scope import partner_scope


@dataclass(frozen=True)
class Paid:
    """Of an invoice what a commission is made of: amounts, a number, a day. Nothing of who paid it."""

    id: int
    number: int
    currency: str
    net: int
    total: int
    given_back: int
    paid_at: datetime | None


def accrue(account_id: int, invoice_id: int) -> Entry | None:
    """Nothing for an account that nobody referred, a partner who is not approved (any more), a refused referral, or a late month.

    Safe twice, and together with `give_back` in any order.
    """
    partner_id = partner_id_of_account(account_id)
    if partner_id is None:
        return None
    paid, sharing = _invoice(account_id, invoice_id), accounts_with_card_of(account_id)
    with partner_scope(partner_id):
        partner = held_partner(partner_id)
        referral = Referral.objects.select_related("plan").get(account_id=account_id)
        if accrual_of(invoice_id) is None and _earns(partner, referral, paid, sharing):
            _write(partner, referral, paid)
        entry = accrual_of(invoice_id)
        if entry is not None:
            _give_back(entry, paid)
        return entry


def give_back(account_id: int, invoice_id: int) -> None:
    """Some of a paid invoice was credited: so much of its commission goes too, wherever it is. Twice is fine."""
    partner_id = partner_id_of_account(account_id)
    if partner_id is None:
        return
    paid = _invoice(account_id, invoice_id)
    with partner_scope(partner_id):
        held_partner(partner_id)
        entry = accrual_of(invoice_id)
        if entry is not None:
            _give_back(entry, paid)


def catch_up() -> int:
    """Accrue, and give back, whatever was paid or credited without anybody hearing of it; how many invoices were looked at."""
    count = 0
    for partner_id in all_partner_ids():
        with partner_scope(partner_id):
            account_ids = list(Referral.objects.filter(refused="").values_list("account_id", flat=True))
        for account_id in account_ids:
            with account(account_id):
                invoice_ids = list(Invoice.objects.exclude(paid_at=None).values_list("pk", flat=True))
            for invoice_id in invoice_ids:
                accrue(account_id, invoice_id)
                count += 1
    return count


def last_day_of(referral: Referral) -> datetime:
    """Until when what the account pays earns something."""
    return months_after(referral.began_at, referral.plan.months)


def _invoice(account_id: int, invoice_id: int) -> Paid:
    with account(account_id):
        row = Invoice.objects.values("id", "number", "currency", "net", "total", "given_back", "paid_at").get(pk=invoice_id)
    return Paid(**row)


def _earns(partner: Partner, referral: Referral, paid: Paid, sharing: list[int]) -> bool:
    if not referral.refused and Referral.objects.filter(account_id__in=sharing).exclude(refused="").exists():
        referral.refused = Referral.Refused.SAME_CARD
        referral.save(update_fields=["refused"])
    in_time = paid.paid_at is not None and paid.paid_at < last_day_of(referral)
    return partner.earns and not referral.refused and in_time and commission_of(paid.net, referral.plan.rate) > 0


def _write(partner: Partner, referral: Referral, paid: Paid) -> None:
    assert paid.paid_at is not None
    Entry(
        partner=partner,
        kind=Entry.Kind.ACCRUED,
        source=WORLD,
        target=HELD,
        amount=commission_of(paid.net, referral.plan.rate),
        currency=paid.currency,
        cause=f"invoice:{paid.id}",
        referral=referral,
        invoice_number=paid.number,
        net=paid.net,
        rate=referral.plan.rate,
        held_until=paid.paid_at + timedelta(days=referral.plan.hold_days),
    ).save(force_insert=True)


def _give_back(accrual: Entry, paid: Paid) -> None:
    """Out of what is held first, then out of what is approved: of what was paid already, the next months give it back."""
    rows = Entry.objects.filter(accrual=accrual)
    gone = rows.filter(kind=Entry.Kind.REVERSED).aggregate(sum=Sum("amount"))["sum"] or 0
    rest = part_given_back(accrual.amount, paid.given_back, paid.total) - gone
    out = rows.filter(source=HELD).aggregate(sum=Sum("amount"))["sum"] or 0
    back = rows.filter(target=HELD).aggregate(sum=Sum("amount"))["sum"] or 0
    held = min(rest, accrual.amount + back - out)
    for source, amount in ((HELD, held), (APPROVED, rest - held)):
        if amount > 0:
            Entry(
                partner_id=accrual.partner_id,
                kind=Entry.Kind.REVERSED,
                source=source,
                target=WORLD,
                amount=amount,
                currency=accrual.currency,
                cause=f"given back:{paid.id}:{paid.given_back}:{source}",
                accrual=accrual,
                referral_id=accrual.referral_id,
                invoice_number=accrual.invoice_number,
            ).save(force_insert=True)
