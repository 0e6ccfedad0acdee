"""Somebody wants to pay: the invoice and the charge that both exist before any money moves."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from accounts import audit, later
from accounts.actors import Actor
from accounts.billing import clock
from accounts.billing.access import held_subscription
from accounts.billing.actions.issue_invoice import due, issue_invoice, open_invoice
from accounts.billing.actions.settle_charge import settle_charge
from accounts.billing.gateway import Order, Outcome
from accounts.billing.models import Charge, Invoice, Subscription
from accounts.billing.plans import PLANS, Plan
from accounts.billing.standing import standing_of
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, Invalid


def prepare_payment(actor: Actor, plan_code: str) -> Charge:
    """The pending charge for a month of a plan: the same one for however many presses. Its price comes from the code alone.

    Raises Forbidden without MANAGE_BILLING, Invalid for a plan that costs nothing, Conflict where that month is paid already.
    """
    require(actor, Capability.MANAGE_BILLING)
    plan = PLANS.get(plan_code)
    if plan is None or not plan.price:
        raise Invalid(fields={"plan": "There is no such plan to pay for."})
    subscription = held_subscription()
    standing = standing_of(subscription, clock.now())
    if standing.plan is plan and standing.until is not None and not standing.trial and clock.now() < standing.until:
        raise Conflict("This month is paid already.")
    invoice = open_invoice(subscription, plan) or _invoice(actor, subscription, plan)
    charge = pending_charge(actor, invoice)
    if not due(invoice):  # the credit pays all of it
        settle_charge(actor.account_id, charge.key, Outcome("paid"))
        charge.refresh_from_db()
    return charge


def _invoice(actor: Actor, subscription: Subscription, plan: Plan) -> Invoice:
    """From today on; what is left of a month paid for another plan is credited first."""
    credit_rest(actor, subscription)
    return issue_invoice(actor, subscription, plan, start=clock.now())


def credit_rest(actor: Actor, subscription: Subscription) -> int:
    """Credit the rest of the paid month, in proportion to its time, rounded down. Returns the amount in minor units."""
    now = clock.now()
    if subscription.paid_until is None or subscription.paid_until <= now:
        return 0
    paid = Invoice.objects.exclude(paid_at=None).filter(period_end=subscription.paid_until).order_by("-id").first()
    if paid is None:
        return 0
    rest = paid.total * int((paid.period_end - now).total_seconds()) // int((paid.period_end - paid.period_start).total_seconds())
    subscription.credit += rest
    subscription.paid_until = now
    subscription.save(update_fields=["credit", "paid_until"])
    paid.given_back += rest
    paid.save(update_fields=["given_back"])
    audit.record(actor, "plan.credited", subscription, amount=rest)
    transaction.on_commit(lambda: later.tell("invoice.given_back", paid.account_id, paid.pk))
    return rest


def pending_charge(actor: Actor, invoice: Invoice) -> Charge:
    """The invoice's one pending charge. With the subscription held, so that two presses find the same."""
    found: Charge | None = Charge.objects.filter(invoice=invoice, state="pending").first()
    if found is not None:
        return found
    charge = Charge(account_id=invoice.account_id, invoice=invoice, provider=settings.PAYMENTS)
    charge.save(force_insert=True)
    audit.record(actor, "payment.begun", invoice, number=invoice.number, amount=due(invoice))
    return charge


def order_of(charge: Charge, invoice: Invoice) -> Order:
    """What the payment company is asked for."""
    back = f"{settings.PARLEY_URL}/panel/settings/billing/?paying={charge.key}"
    words = f"Parley {PLANS[invoice.plan].name}, invoice {invoice.number}"
    return Order(charge.key, due(invoice), invoice.currency, words, back)
