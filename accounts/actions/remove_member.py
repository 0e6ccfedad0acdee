"""End somebody's membership, or one's own."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actions.end_session import end_other_sessions
from accounts.actions.revoke import revoke
from accounts.actions.revoke_invitation import revoke_invitations_of
from accounts.actors import Actor
from accounts.capabilities import Capability, may, require_to_give
from accounts.models import ApiKey, Member, Role
from accounts.owners import hold_members, keep_an_owner


def remove_member(actor: Actor, member: Member) -> None:
    """Take `member` out of the open account; everybody may leave by themselves, but with no key that manages no members.

    What they wrote stays. Their personal keys and open invitations end with them, and their sockets within a second.
    Raises Forbidden without MANAGE_MEMBERS or beyond the actor's own rights, Conflict for the last owner, NotFound.
    """
    actor, held = hold_members(actor, member)
    leaves = held.pk == actor.id and (actor.scopes is None or may(actor, Capability.MANAGE_MEMBERS))
    if not leaves:
        require_to_give(actor, Role(held.role))
    keep_an_owner(held)
    held.active = False
    held.save(update_fields=["active"])
    # Somebody who is invited again later must not find old keys at work.
    ApiKey.objects.filter(member=held, revoked_at=None).update(revoked_at=timezone.now())
    revoke_invitations_of(actor, held)
    audit.record(actor, "member.left" if leaves else "member.removed", held, name=held.name, role=str(held.role))
    revoke(f"member:{held.pk}")
    if held.user.single_sign_on:  # who is nowhere else has nothing to be signed in for
        end_other_sessions(held.user, keep=None)
