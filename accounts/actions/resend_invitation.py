"""Send an invitation once more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit, invitation_mail
from accounts.actions.invite_member import WORKS_FOR, unknown_hash
from accounts.actors import Actor
from accounts.capabilities import require_to_give
from accounts.errors import NotFound, SlowDown
from accounts.models import Invitation, Role
from accounts.models.invitation import OPEN
from accounts.owners import hold_actor

AGAIN_AFTER = timedelta(minutes=1)


def resend_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Mail a new link that works for seven days; the old one ends now. Raises Forbidden, NotFound, SlowDown within a minute."""
    require_to_give(hold_actor(actor), Role(invitation.role))
    held = Invitation.objects.select_for_update(no_key=True).filter(OPEN, pk=invitation.pk).first()
    if held is None:
        raise NotFound()
    now = timezone.now()
    if held.sent_at > now - AGAIN_AFTER:
        raise SlowDown(_("It was sent a moment ago. Wait a minute, then try again."), retry_ms=60_000)
    held.hash, held.sent_at, held.mailed_at, held.expires_at = unknown_hash(), now, None, now + WORKS_FOR
    held.invited_by_id = actor.id
    held.save(update_fields=["hash", "sent_at", "mailed_at", "expires_at", "invited_by"])
    audit.record(actor, "invitation.resent", held, email=held.email)
    invitation_mail.queue(held)
    return held
