"""Take an invitation back."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import require_to_give
from accounts.errors import NotFound
from accounts.models import Invitation, Member, Role
from accounts.models.invitation import OPEN


def revoke_invitation(actor: Actor, invitation: Invitation) -> None:
    """Let the link of an invitation of the open account work no more. Raises Forbidden, NotFound when it was just used."""
    require_to_give(actor, Role(invitation.role))
    held = Invitation.objects.select_for_update(no_key=True).filter(OPEN, pk=invitation.pk).first()
    if held is None:
        raise NotFound()
    _end(actor, held)


def revoke_invitations_of(actor: Actor, inviter: Member) -> None:
    """End what somebody offered who may offer nothing any more: an invitation is worth no more than its inviter (AUZ5)."""
    for held in Invitation.objects.select_for_update(no_key=True).filter(OPEN, invited_by=inviter).order_by("pk"):
        _end(actor, held)


def _end(actor: Actor, held: Invitation) -> None:
    held.revoked_at = timezone.now()
    held.save(update_fields=["revoked_at"])
    audit.record(actor, "invitation.revoked", held, email=held.email, role=str(held.role))
