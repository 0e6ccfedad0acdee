"""`manage.py serve`: the web server, sockets included."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

# Twice the contract's 64 KiB: up to there a frame gets an answer, above it the connection ends with 1009.
MESSAGE_BYTES = 128 * 1024


class Command(BaseCommand):
    help = "Serve pages and sockets with daphne until SIGINT or SIGTERM."
    requires_system_checks: list[str] = []  # run below, with the database's

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        self.check(databases=["default"])
        from daphne.endpoints import build_endpoint_description_strings
        from daphne.server import Server

        from config.asgi import application

        Server(
            application=application,
            endpoints=build_endpoint_description_strings(host=options["host"], port=options["port"]),
            ping_interval=20,
            ping_timeout=20,
            websocket_max_message_size=MESSAGE_BYTES,
            websocket_max_frame_size=MESSAGE_BYTES,
            application_close_timeout=10,
            websocket_timeout=-1,
            server_name="",  # no banner
        ).run()
