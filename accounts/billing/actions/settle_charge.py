"""A payment company said how a charge went. In any order, any number of times, the end is the same."""

from __future__ import annotations

import uuid

from django.db import transaction

from accounts import audit, later
from accounts.actors import Actor, system_actor
from accounts.billing import clock
from accounts.billing.access import held_charge, held_subscription
from accounts.billing.actions.keep_card import keep_card
from accounts.billing.gateway import CardFacts, Outcome
from accounts.billing.models import Charge, Invoice, Subscription
from accounts.billing.plans import TRIES_AFTER
from accounts.tenancy import account


def settle_charge(account_id: int, key: uuid.UUID, outcome: Outcome, facts: CardFacts | None = None) -> Charge:
    """Write down the outcome. Paid is final; refused may still become paid; what is known already changes nothing.

    Paying restores all at once: the subscription's date is all that stood between the account and its plan.
    Raises NotFound for a charge of another account.
    """
    actor = system_actor(account_id)
    with account(account_id):
        charge, invoice = held_charge(key)
        if outcome.state == "pending" or charge.state in ("paid", outcome.state):
            return charge
        charge.state, charge.provider_id, charge.settled_at = outcome.state, outcome.provider_id[:255], clock.now()
        charge.save(update_fields=["state", "provider_id", "settled_at"])
        subscription = held_subscription()
        if outcome.state == "refused":
            _refuse(actor, subscription, invoice)
            return charge
        _pay(actor, subscription, invoice)
        if outcome.card and facts is not None:
            keep_card(actor, provider=charge.provider, token=outcome.card, facts=facts)
    return charge


def _pay(actor: Actor, subscription: Subscription, invoice: Invoice) -> None:
    if invoice.paid_at is not None or invoice.voided_at is not None:
        # Two charges of one invoice went through, or one that nobody waited for: it is the customer's money.
        subscription.credit += invoice.total - invoice.credited
        subscription.save(update_fields=["credit"])
        audit.record(actor, "payment.credited", invoice, number=invoice.number, amount=invoice.total - invoice.credited)
        return
    invoice.paid_at = clock.now()
    invoice.save(update_fields=["paid_at"])
    subscription.plan = invoice.plan
    subscription.paid_until = max(invoice.period_end, subscription.paid_until or invoice.period_end)
    subscription.next_try_at = subscription.paid_until
    subscription.save(update_fields=["plan", "paid_until", "next_try_at"])
    audit.record(actor, "invoice.paid", invoice, number=invoice.number, amount=invoice.total - invoice.credited, plan=invoice.plan)
    transaction.on_commit(lambda: later.tell("invoice.paid", invoice.account_id, invoice.pk))


def _refuse(actor: Actor, subscription: Subscription, invoice: Invoice) -> None:
    invoice.refused += 1
    invoice.save(update_fields=["refused"])
    end = subscription.paid_until
    if end is not None:
        tries = [end + pause for pause in TRIES_AFTER if end + pause > clock.now()]
        subscription.next_try_at = tries[0] if tries else None
        subscription.save(update_fields=["next_try_at"])
        if not tries:
            audit.record(actor, "plan.ended", subscription, plan=subscription.plan)
            transaction.on_commit(lambda: later.tell("plan.ended", subscription.account_id, subscription.pk))
    audit.record(actor, "payment.refused", invoice, number=invoice.number, tries=invoice.refused)
