"""End a key that the customer's server signs with: what it signs from now on is refused."""

from __future__ import annotations

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.models import Project
from chat.models import IdentityKey


def end_identity_key(actor: Actor, project: Project, kid: str) -> None:
    """Whoever was verified by it stays so. Raises Forbidden without EDIT_PROJECT, NotFound."""
    require(actor, Capability.EDIT_PROJECT, project)
    key = IdentityKey.objects.filter(kid=kid).first()
    if key is None:
        raise NotFound()
    audit.record(actor, "identity_key.ended", key, kid=key.kid)
    key.delete()
