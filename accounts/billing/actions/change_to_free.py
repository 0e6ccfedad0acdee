"""Leave a paid plan: Free from now on, the rest of the month credited, and nothing deleted."""

from __future__ import annotations

from accounts import audit
from accounts.actors import Actor
from accounts.billing import clock
from accounts.billing.access import held_subscription
from accounts.billing.actions.issue_invoice import void_open_invoices
from accounts.billing.actions.prepare_payment import credit_rest
from accounts.billing.models import Subscription
from accounts.billing.plans import FREE
from accounts.capabilities import Capability, require


def change_to_free(actor: Actor) -> Subscription:
    """Ends the trial too. People beyond Free's two operators stay; nobody can be added until there is room.

    Raises Forbidden without MANAGE_BILLING.
    """
    require(actor, Capability.MANAGE_BILLING)
    subscription = held_subscription()
    former = subscription.plan
    void_open_invoices(actor, subscription)
    credit_rest(actor, subscription)
    now = clock.now()
    subscription.plan, subscription.paid_until, subscription.next_try_at = FREE.code, None, None
    subscription.trial_ends_at = min(subscription.trial_ends_at, now)
    subscription.save(update_fields=["plan", "paid_until", "next_try_at", "trial_ends_at"])
    audit.record(actor, "plan.changed", subscription, former=former, plan=FREE.code)
    return subscription
