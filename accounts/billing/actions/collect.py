"""A month is over: write the next invoice, and ask for it with the saved card."""

from __future__ import annotations

from django.db import connection

from accounts.actors import system_actor
from accounts.billing import clock
from accounts.billing.access import held_subscription
from accounts.billing.actions.issue_invoice import issue_invoice, open_invoice
from accounts.billing.actions.prepare_payment import order_of, pending_charge
from accounts.billing.actions.settle_charge import settle_charge
from accounts.billing.gateway import Order, Outcome, gateway_named
from accounts.billing.models import Card, Charge
from accounts.billing.plans import PLANS
from accounts.tenancy import account


def accounts_due() -> list[int]:
    """The accounts whose card is to be asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id FROM public.subscriptions_due(%s)", [clock.now()])
        return [int(account_id) for (account_id,) in cursor.fetchall()]


def collect(account_id: int) -> None:
    """Once for each try, whoever calls and how often: the charge's key is the same until it is settled.

    The payment company is asked outside the transaction: nothing is locked while it thinks. Raises Unreachable.
    """
    prepared = _prepare(account_id)
    if prepared is None:
        return
    charge, order, card = prepared
    if not order.amount:
        outcome = Outcome("paid")
    elif card is None:
        outcome = Outcome("refused")
    else:
        outcome = gateway_named(card.provider).charge(order, card.token)
    settle_charge(account_id, charge.key, outcome)


def _prepare(account_id: int) -> tuple[Charge, Order, Card | None] | None:
    actor = system_actor(account_id)
    with account(account_id):
        subscription = held_subscription()
        end, at = subscription.paid_until, subscription.next_try_at
        if end is None or at is None or at > clock.now():
            return None
        plan = PLANS[subscription.plan]
        invoice = open_invoice(subscription, plan) or issue_invoice(actor, subscription, plan, start=end)
        charge = pending_charge(actor, invoice)
        return charge, order_of(charge, invoice), Card.objects.first()
