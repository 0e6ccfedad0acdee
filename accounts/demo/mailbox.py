"""The embedded run's mail server: each mail becomes one file below `var/mail/`, shown on /demo/mail/."""

from __future__ import annotations

import json
import os
import re
import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NEWEST = 50  # the list shows this many; older files stay on disk
NAME = re.compile(r"[0-9]{19}-[0-9a-f]{32}")


@dataclass(frozen=True)
class Mail:
    """One mail as its recipient would see it. `id` is the file's name and sorts by time."""

    id: str
    to: str
    subject: str
    text: str
    sent_at: str
    reply_to: str = ""
    message_id: str = ""

    @property
    def time(self) -> datetime:
        return datetime.fromisoformat(self.sent_at)


class MailboxBackend(BaseEmailBackend):
    """Django's e-mail backend that writes files, readable by this user only: they hold reset links."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for recipient in message.recipients():
                _write(recipient, message)
        return len(email_messages)


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "mail"


def _write(recipient: str, message: EmailMessage) -> None:
    mail = Mail(
        id=f"{time.time_ns():019d}-{uuid.uuid4().hex}",
        to=recipient,
        subject=str(message.subject),
        text=str(message.body),
        sent_at=datetime.now(UTC).isoformat(),
        reply_to=", ".join(message.reply_to),
        message_id=str(message.extra_headers.get("Message-ID", "")),
    )
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside and renamed: a page that lists the folder never sees half a mail.
    part = folder / f"{mail.id}.part"
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(mail), file)
    part.rename(folder / f"{mail.id}.json")


def newest_mails() -> list[Mail]:
    """The newest mails first, at most `NEWEST`."""
    names = sorted((path.name for path in _folder().glob("*.json")), reverse=True)[:NEWEST]
    return [_read(_folder() / name) for name in names]


def mail_of(mail_id: str) -> Mail | None:
    """One mail by its id, or None. An id is a file name, so its form is checked first."""
    path = _folder() / f"{mail_id}.json"
    return _read(path) if NAME.fullmatch(mail_id) and path.is_file() else None


def _read(path: Path) -> Mail:
    return Mail(**json.loads(path.read_text(encoding="utf-8")))
