"""The keyed one-way fingerprint of a card (BIL2): HMAC-SHA-256 over the provider's own, with a key that is not in the database."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from accounts.billing.models import Card


def newest_key() -> str:
    """The name of the key that new fingerprints are made with: the first of PARLEY_CARD_KEYS."""
    return next(iter(settings.CARD_KEYS))


def fingerprint(of_provider: str, key_name: str) -> bytes:
    """Raises KeyError for a key that is no longer there: rotate before taking one away."""
    return hmac.digest(settings.CARD_KEYS[key_name], of_provider.encode(), hashlib.sha256)


def renew(card: Card, of_provider: str) -> bool:
    """Make the fingerprint again with the newest key, where an older one made it. Whether it changed."""
    newest = newest_key()
    if card.key_name == newest:
        return False
    card.fingerprint, card.key_name = fingerprint(of_provider, newest), newest
    card.save(update_fields=["fingerprint", "key_name"])
    return True
