"""A conversation as the bytes of a mail: made once, shown, and sent as they are."""

from __future__ import annotations

from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from integrations.connectors import Prepared
from integrations.connectors.transcript import heading, letter
from integrations.envelope import Envelope
from integrations.models import Integration

LIMIT = 200_000  # characters: what a mailbox shows without complaint


def prepare(envelope: Envelope, integration: Integration) -> Prepared:
    """Django refuses a header with a line break in it; none can come so far.

    An encoded word is broken: written by a visitor, some readers would decode it, and it can hold a line break.
    """
    address = str(integration.settings["address"])
    headers = {
        "Date": format_datetime(envelope.pressed_at),
        "Message-ID": f"<{envelope.forward}@{urlsplit(settings.PARLEY_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    subject = heading(envelope).replace("=?", "= ?")
    mail = EmailMessage(subject, letter(envelope, LIMIT), to=[address], headers=headers)
    return Prepared("MAIL", f"mailto:{address}", mail.message().as_bytes().replace(b"\n", b"\r\n"), "message/rfc822")
