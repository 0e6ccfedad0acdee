"""Write an invitation's mail, with a link that is made now."""

from __future__ import annotations

import secrets

from django.utils import timezone

from accounts import invitation_mail
from accounts.access import hash_of_key
from accounts.models import Invitation
from accounts.models.invitation import OPEN
from accounts.tenancy import account


def mail_invitation(invitation_id: int, account_id: int) -> None:
    """Send the link. Once more is fine: the newest mail's link works. An invitation that has ended is passed over.

    The token is made here, so that it never stands in a queue; only its hash is stored.
    """
    token = secrets.token_urlsafe(32)
    with account(account_id):
        rows = Invitation.objects.select_related("account", "invited_by").select_for_update(no_key=True, of=("self",))
        held = rows.filter(OPEN, pk=invitation_id).first()
        if held is None:
            return
        held.hash = hash_of_key(token)
        held.save(update_fields=["hash"])
    invitation_mail.send(held, token)  # outside the transaction: nobody waits for a mail server with a lock in hand
    with account(account_id):
        Invitation.objects.filter(pk=invitation_id, hash=hash_of_key(token)).update(mailed_at=timezone.now())
