"""The prepared bytes, handed to whatever carries Parley's mails."""

from __future__ import annotations

import smtplib
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from typing import Any

from django.core.mail import EmailMessage

from integrations.connectors import Outcome, Prepared, Secrets
from integrations.connectors.answers import clean_detail
from integrations.models import Integration

FULL = frozenset({421, 450, 451, 452})  # RFC 5321, 4.2.3: another time


class AsPrepared(EmailMessage):
    """A mail whose bytes are made already."""

    def __init__(self, raw: bytes, to: str) -> None:
        parsed = message_from_bytes(raw, policy=SMTP)
        super().__init__(str(parsed["Subject"]), parsed.get_content(), to=[to])
        self.raw = raw

    def message(self, *, policy: Any = None) -> Any:
        return _Bytes(self.raw)


class _Bytes:
    """What Django's backends ask of a message."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return self.raw


def send(prepared: Prepared, integration: Integration, secrets: Secrets, *, delivery_id: str, at: datetime) -> Outcome:
    """To the address of the settings; when it was changed after the press, to nobody."""
    address = str(integration.settings["address"])
    if integration.confirmed_at is None or prepared.url != f"mailto:{address}":
        return Outcome(delivered=False, detail="The owner of this address has not agreed.")
    try:
        AsPrepared(prepared.body, address).send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()), (550, b""))
        return Outcome(delivered=False, status=code, retry=code in FULL, detail=clean_detail(words.decode(errors="replace")))
    except smtplib.SMTPResponseException as answer:
        words = answer.smtp_error if isinstance(answer.smtp_error, bytes) else str(answer.smtp_error).encode()
        return Outcome(delivered=False, status=answer.smtp_code, retry=True, detail=clean_detail(words.decode(errors="replace")))
    except (OSError, smtplib.SMTPException) as trouble:
        return Outcome(delivered=False, retry=True, detail=clean_detail(type(trouble).__name__))
    return Outcome(delivered=True, status=250)


def check(integration: Integration, secrets: Secrets) -> Outcome:
    """Whether the owner of the address has agreed; more cannot be known without a mail."""
    agreed = integration.confirmed_at is not None
    return Outcome(delivered=agreed, detail="" if agreed else "The owner of this address has not agreed yet.")
