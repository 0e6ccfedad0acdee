"""Say who the invoices are made out to. Those that were issued stay as they are."""

from __future__ import annotations

from accounts import audit
from accounts.actors import Actor
from accounts.billing.access import held_subscription
from accounts.billing.models import Subscription
from accounts.capabilities import Capability, require
from accounts.cards import mask_cards

EDITABLE = ("invoice_name", "invoice_address", "invoice_email", "country", "vat_number")


def edit_details(actor: Actor, **changes: str) -> Subscription:
    """Change the named fields of EDITABLE. Raises Forbidden without MANAGE_BILLING."""
    require(actor, Capability.MANAGE_BILLING)
    subscription = held_subscription()
    # Whoever has a card in hand may type its number here of all places.
    wanted = {name: mask_cards(changes[name]) for name in EDITABLE if name in changes}
    changed = [name for name, value in wanted.items() if getattr(subscription, name) != value]
    for name in changed:
        setattr(subscription, name, wanted[name])
    if changed:
        subscription.save(update_fields=changed)
        audit.record(actor, "billing.edited", subscription, changed=changed)
    return subscription
