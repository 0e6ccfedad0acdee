"""The mail of an invitation: queued on commit, written by a worker."""

from __future__ import annotations

import logging
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from kombu.exceptions import OperationalError

from accounts import mail
from accounts.models import Invitation

logger = logging.getLogger(__name__)


def queue(invitation: Invitation) -> None:
    """Have the mail sent once the invitation is committed."""
    transaction.on_commit(partial(_enqueue, invitation.pk, invitation.account_id))


def _enqueue(invitation_id: int, account_id: int) -> None:
    from accounts.tasks import mail_invitation  # actions come this way, and know no door

    try:
        mail_invitation.apply_async((invitation_id, account_id), retry=False)
    except OperationalError as error:  # it is stored: the team page says that it was not sent, and sends it again
        logger.warning("invitation.not_queued", extra={"reason": type(error).__name__})


def send(invitation: Invitation, token: str) -> None:
    """Mail the link, which leads to PARLEY_URL whatever host was asked. In the language of who invites: who is asked has chosen none."""
    with mail.in_language(invitation.invited_by.user.language):
        words = {
            "account": invitation.account.name,
            "inviter": invitation.invited_by.name,
            "role": invitation.get_role_display(),
            "url": settings.PARLEY_URL + reverse("account_invitation", args=[token]),
        }
        mail.send("accounts/mail/invitation", invitation.email, words)
