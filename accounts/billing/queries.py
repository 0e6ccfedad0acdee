"""What the billing page and the API show: reads, never writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.billing import clock
from accounts.billing.access import subscription_here
from accounts.billing.actions.count_conversation import this_month
from accounts.billing.gateway import CardFacts, Unreachable, gateway_named
from accounts.billing.models import Card, Invoice, Subscription, Usage
from accounts.billing.plans import WARN_AT_PERCENT
from accounts.billing.standing import Standing, standing_of
from accounts.models import Account, Member, Project, Role

NEWEST = 12


@dataclass(frozen=True)
class Meter:
    """The month's conversations; `limit` None is without limit."""

    started: int
    limit: int | None

    @property
    def per_cent(self) -> int:
        return 0 if not self.limit else min(100, self.started * 100 // self.limit)

    @property
    def warns(self) -> bool:
        return self.limit is not None and self.per_cent >= WARN_AT_PERCENT

    @property
    def full(self) -> bool:
        return self.limit is not None and self.started >= self.limit


@dataclass(frozen=True)
class Overview:
    """Everything of an account's plan, as it stands now."""

    subscription: Subscription
    standing: Standing
    meter: Meter
    projects: int
    operators: int
    since: datetime


def overview() -> Overview:
    """Of the open account."""
    subscription = subscription_here()
    standing = standing_of(subscription, clock.now())
    started = Usage.objects.filter(month=this_month()).values_list("started", flat=True).first() or 0
    return Overview(
        subscription,
        standing,
        Meter(started, standing.plan.chats),
        Project.objects.count(),
        Member.objects.filter(active=True).exclude(role=Role.VIEWER).count(),
        Account.objects.get().created_at,
    )


def newest_invoices(*, everything: bool = False) -> list[Invoice]:
    """Newest first."""
    rows = Invoice.objects.order_by("-id")
    return list(rows if everything else rows[:NEWEST])


def card_facts() -> tuple[Card | None, CardFacts | None]:
    """The kept card, and what its company says of it now: we keep neither brand nor expiry. None where it does not answer."""
    card: Card | None = Card.objects.first()
    if card is None:
        return None, None
    try:
        return card, gateway_named(card.provider).facts_of(card.token)
    except (Unreachable, KeyError):
        return card, None
