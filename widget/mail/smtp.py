"""An SMTP server for the reply domain, on one machine: what SES does where Parley is deployed.

It takes mail for addresses that exist, and for nobody else: it relays nothing.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from botocore.exceptions import BotoCoreError, ClientError
from django.db import DatabaseError, InterfaceError

from accounts.errors import NotFound, Refused
from chat import threads
from widget.mail.access import is_known
from widget.mail.actions.take_in import Taken, take_in
from widget.mail.reading.parsing import MOST_BYTES, read_mail
from widget.mail.reading.verdicts import of_headers

MOST_RECIPIENTS = 10
UNKNOWN = "550 5.1.1 There is no such mailbox here"
LATER = "451 4.3.0 Not just now, try again"
IDLE_S = 60

logger = logging.getLogger(__name__)


class Handler:
    """What aiosmtpd asks at each step."""

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802  (aiosmtpd calls it so)
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            if not await threads.run(is_known, address):
                return UNKNOWN
        except (DatabaseError, InterfaceError):
            return LATER
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd calls it so)
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content or "").encode()
        try:
            for address in envelope.rcpt_tos:
                taken = await threads.run(_take, address, content, envelope.mail_from or "")
                logger.info("mail.taken_in", extra={"outcome": taken.outcome, "fresh": taken.fresh})
        except NotFound:
            return UNKNOWN
        except (Refused, DatabaseError, InterfaceError, OSError, BotoCoreError, ClientError):
            logger.exception("mail.not_taken_in")
            return LATER
        return "250 2.0.0 Taken"


def _take(address: str, content: bytes, sender: str) -> Taken:
    mail = read_mail(content, envelope_sender=sender)
    return take_in(address, mail, of_headers(mail))


async def serve(host: str, port: int) -> asyncio.Server:
    """Listen. The port is open when this returns."""

    def connection() -> Any:
        return SMTP(Handler(), data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, decode_data=False, ident="Parley", timeout=IDLE_S)

    return await asyncio.get_running_loop().create_server(connection, host, port)
