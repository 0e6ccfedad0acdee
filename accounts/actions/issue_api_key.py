"""Make an API key: shown once, stored as a hash."""

from __future__ import annotations

import secrets

from accounts import audit
from accounts.access import hash_of_key
from accounts.actors import Actor
from accounts.models import ApiKey
from accounts.tenancy import account


def issue_personal_key(actor: Actor, *, name: str, secret: str | None = None) -> str:
    """Make a key that acts as `actor`'s own member, and return it: `pk_…`, 256 random bits. It cannot be shown again."""
    key = secret or f"pk_{secrets.token_urlsafe(32)}"
    with account(actor.account_id):
        made = ApiKey(account_id=actor.account_id, name=name[:120], prefix=key[:8], hash=hash_of_key(key), member_id=actor.id)
        made.save(force_insert=True)
        audit.record(actor, "api_key.issued", made, name=name)
    return key
