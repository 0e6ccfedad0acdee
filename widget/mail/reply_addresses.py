"""One reply address for a conversation and a mailbox; another mailbox gets another one, and ends the former."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from accounts.models import Project
from chat.models import Conversation
from widget.mail import addresses
from widget.mail.models import ReplyAddress


def address_for(project: Project, conversation: Conversation, to: str) -> ReplyAddress | None:
    """The address that a letter to this mailbox is answered to, made now if there is none; None where mail cannot come in.

    Whoever had the former mailbox cannot write into the talk any more. The address's MAC is kept as a hash.
    """
    if not settings.REPLY_DOMAIN:
        return None
    to_hash = addresses.hash_of(to)
    present = ReplyAddress.objects.select_related("conversation", "visitor").filter(conversation=conversation, revoked_at=None).first()
    if present is not None and present.to_hash != to_hash:
        revoke(present)
        present = None
    if present is None:
        present = ReplyAddress(
            project=project, conversation=conversation, visitor=conversation.visitor, to_hash=to_hash, created_at=timezone.now()
        )
        present.save(force_insert=True)
    _, _, mac = addresses.written(project, present).partition("@")[0].split("-")
    known = addresses.hash_of(mac)
    if known not in present.known:
        present.known = [*present.known, known][-addresses.KEPT :]
        present.save(update_fields=["known"])
    return present


def revoke(address: ReplyAddress) -> None:
    """From now on nothing that is sent there is taken."""
    address.revoked_at = timezone.now()
    address.save(update_fields=["revoked_at"])
