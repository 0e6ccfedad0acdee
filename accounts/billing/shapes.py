"""One JSON shape of billing's nouns, for REST and exports."""

from __future__ import annotations

from typing import TypedDict

from accounts.billing.models import Invoice
from accounts.billing.queries import Overview


class SubscriptionShape(TypedDict):
    """`until` is the end of the trial or of what is paid; `ended_at` is set once a plan has ended."""

    plan: str
    trial: bool
    until: str | None
    ended_at: str | None
    features: list[str]
    operators: int
    operators_limit: int | None
    chats: int
    chats_limit: int | None


class InvoiceShape(TypedDict):
    """Amounts are in minor units of `currency`."""

    id: str
    number: int
    state: str
    plan: str
    currency: str
    net: int
    tax: int
    total: int
    credited: int
    issued_at: str
    paid_at: str | None


def subscription_shape(seen: Overview) -> SubscriptionShape:
    standing = seen.standing
    return {
        "plan": standing.plan.code,
        "trial": standing.trial,
        "until": standing.until.isoformat() if standing.until else None,
        "ended_at": standing.ended_at.isoformat() if standing.ended_at else None,
        "features": sorted(one.value for one in standing.plan.features if standing.has(one)),
        "operators": seen.operators,
        "operators_limit": standing.plan.operators,
        "chats": seen.meter.started,
        "chats_limit": seen.meter.limit,
    }


def state_of(invoice: Invoice) -> str:
    """`paid`, `void` or `open`."""
    return "paid" if invoice.paid_at else "void" if invoice.voided_at else "open"


def invoice_shape(invoice: Invoice) -> InvoiceShape:
    return {
        "id": str(invoice.public_id),
        "number": invoice.number,
        "state": state_of(invoice),
        "plan": invoice.plan,
        "currency": invoice.currency,
        "net": invoice.net,
        "tax": invoice.tax,
        "total": invoice.total,
        "credited": invoice.credited,
        "issued_at": invoice.issued_at.isoformat(),
        "paid_at": invoice.paid_at.isoformat() if invoice.paid_at else None,
    }
