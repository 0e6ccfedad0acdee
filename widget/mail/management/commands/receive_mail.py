"""`manage.py receive_mail`: take in visitors' answers by SMTP, on one machine."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Takes in visitors' answers by SMTP on this machine. In production SES does it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.MAIL_IN_PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("In production mail comes in by SES: docs/production.md.")
        asyncio.run(_serve(options["port"]))


async def _serve(port: int) -> None:
    from widget.mail.smtp import serve  # its library is here on one machine only

    stop = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    server = await serve(HOST, port)
    await stop.wait()
    server.close()
    await server.wait_closed()
