"""Keep a card for the next month: the provider's token and a keyed fingerprint, nothing that a person could read."""

from __future__ import annotations

from accounts import audit
from accounts.actors import Actor
from accounts.billing.fingerprints import fingerprint, newest_key
from accounts.billing.gateway import CardFacts
from accounts.billing.models import Card


def keep_card(actor: Actor, *, provider: str, token: str, facts: CardFacts) -> Card:
    """In place of the card that was there."""
    key_name = newest_key()
    values = {
        "provider": provider,
        "token": token[:255],
        "fingerprint": fingerprint(facts.fingerprint, key_name),
        "key_name": key_name,
    }
    kept, _made = Card.objects.update_or_create(account_id=actor.account_id, defaults=values)
    audit.record(actor, "card.kept", kept, provider=provider)
    return kept
