"""Answers a mail of the demo's mailbox as a mail program would: quoted below, over SMTP, to this machine alone."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import make_msgid

from django.conf import settings

from accounts.demo.mailbox import Mail

WAIT_S = 10


def answer(mail: Mail, text: str) -> bool:
    """Send it to where the mail asks for answers. False where it could not be sent."""
    if not mail.reply_to or not text.strip():
        return False
    message = EmailMessage()
    message["From"] = mail.to
    message["To"] = mail.reply_to
    message["Subject"] = f"Re: {mail.subject}"
    message["Message-ID"] = make_msgid(domain="mailbox.example")
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    message.set_content(f"{text.strip()}\n\nOn {mail.time:%d %b %Y}, somebody wrote:\n{quoted}\n")
    try:
        with smtplib.SMTP("127.0.0.1", settings.MAIL_IN_PORT, timeout=WAIT_S) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException):
        return False
    return True
