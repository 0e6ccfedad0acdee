"""End an API key."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actions.revoke import revoke
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Forbidden
from accounts.models import ApiKey


def revoke_api_key(actor: Actor, key: ApiKey) -> None:
    """End a key of the open account, one's own or with MANAGE_KEYS any; its sockets close within a second. Raises Forbidden."""
    if actor.kind != "member":
        raise Forbidden()
    if key.member_id != actor.id:
        require(actor, Capability.MANAGE_KEYS)
    # Pressed twice, it ended once.
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record(actor, "key.revoked", key, name=key.name, prefix=key.prefix)
        revoke(f"key:{key.pk}")
