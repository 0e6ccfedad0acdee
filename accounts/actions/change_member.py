"""Change what a member may do, and in which projects."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.access import limits_of
from accounts.actions.revoke import revoke
from accounts.actions.revoke_invitation import revoke_invitations_of
from accounts.actors import Actor
from accounts.billing.access import require_seat
from accounts.capabilities import Capability, require, require_to_give
from accounts.errors import Conflict, Invalid
from accounts.member_limits import LIMITABLE, clean_limits, clean_role, write_limits
from accounts.models import Member, Role
from accounts.owners import hold_members, keep_an_owner

CHANGEABLE = ("role", "projects")


def change_member(actor: Actor, member: Member, /, **changes: Any) -> Member:
    """Give `member` another `role`, or limit them to `projects` (public ids; None for all), in the open account.

    Whoever becomes an admin or owner loses their limit. Their sockets end, so that no right outlives the change. Raises
    Forbidden without MANAGE_MEMBERS or beyond the actor's own rights, Conflict for the last owner, PlanEnded, Invalid, NotFound.
    """
    require(actor, Capability.MANAGE_MEMBERS)
    if unknown := set(changes) - set(CHANGEABLE):
        raise Invalid(fields=dict.fromkeys(sorted(unknown), "This cannot be changed."))
    actor, held = hold_members(actor, member)
    before = _shape(held)
    role = clean_role(changes.get("role", held.role))
    require_to_give(actor, Role(held.role))
    require_to_give(actor, role)
    if role != Role.OWNER:
        keep_an_owner(held)
    elif held.user.single_sign_on:
        raise Conflict(_("Who signs in with your provider cannot be an owner: an owner must get in while it is down."))
    limits = limits_of(held) if role in LIMITABLE else None
    if "projects" in changes:
        limits = frozenset(cleaned) if (cleaned := clean_limits(actor, role, changes["projects"])) is not None else None
    if (role, limits) == (held.role, limits_of(held)):
        return held
    if held.role == Role.VIEWER and role != Role.VIEWER:
        require_seat()
    held.role = role
    held.save(update_fields=["role"])
    write_limits(held, limits)
    if role not in (Role.OWNER, Role.ADMIN):
        revoke_invitations_of(actor, held)
    audit.record(actor, "member.changed", held, before=before, after=_shape(held))
    revoke(f"member:{held.pk}")
    return held


def _shape(member: Member) -> dict[str, Any]:
    return {"role": str(member.role), "projects": sorted(limits_of(member) or ()) if member.limited else None}
