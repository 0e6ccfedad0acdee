"""Take a grant back: staff see nothing more from that moment on."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actions.revoke import revoke
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Grant


def revoke_grant(actor: Actor, grant: Grant) -> None:
    """End a grant now; one that has ended already stays as it is. Raises Forbidden to everybody but an owner."""
    require(actor, Capability.GIVE_GRANTS)
    end_grant(actor, grant)


def end_grant(actor: Actor, grant: Grant) -> None:
    """The same for an action that has asked for the right itself.

    Row-level security looks at `revoked_at` with every statement, so that a request that runs finds nothing more either.
    """
    if Grant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record(actor, "grant.revoked", grant, reason=grant.reason)
        revoke(f"grant:{grant.pk}")
