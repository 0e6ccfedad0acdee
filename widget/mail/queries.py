"""Reads of mails that came in, inside the open tenant. Never writes."""

from __future__ import annotations

from accounts.access import as_uuid
from accounts.errors import NotFound
from chat.models import Conversation
from chat.times import rfc3339
from widget.mail.models import Arrival
from widget.mail.shapes import MailShape


def mail_of(conversation: Conversation, public_id: object) -> MailShape:
    """A mail whose message stands in a conversation that the caller may read. Raises NotFound."""
    found: Arrival | None = Arrival.objects.filter(conversation=conversation, public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return {
        "id": str(found.public_id),
        "conversation": str(conversation.public_id),
        "number": found.number,
        "sender": found.sender,
        "subject": found.subject,
        "text": found.original,
        "cut": found.cut,
        "spf": found.spf,
        "dkim": found.dkim,
        "dmarc": found.dmarc,
        "files": [{"name": one["name"], "type": one["type"], "size": one["size"]} for one in found.files],
        "arrived_at": rfc3339(found.arrived_at) or "",
    }
