"""Make a key that the customer's server signs its visitors with: shown once, sealed."""

from __future__ import annotations

import secrets

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Project
from chat.models import IdentityKey
from chat.signing_keys import KEYS_AT_MOST, seal_key


def make_identity_key(actor: Actor, project: Project) -> tuple[IdentityKey, str]:
    """A further key and its secret: 256 random bits. The one before stays good until it is ended.

    Raises Forbidden without EDIT_PROJECT, Conflict while there are two.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)  # two presses at once make one key each, or none
    if IdentityKey.objects.count() >= KEYS_AT_MOST:
        raise Conflict("Two keys are in use. End the former one first.")
    secret = f"vis_{secrets.token_urlsafe(32)}"
    key = IdentityKey(project=project, kid=f"k{secrets.token_hex(4)}", made_by=actor.name[:120])
    key.save(force_insert=True)  # what is sealed is bound to the row's id
    seal_key(project, key, secret)
    key.save(update_fields=["sealed"])
    audit.record(actor, "identity_key.made", key, kid=key.kid)
    return key, secret
