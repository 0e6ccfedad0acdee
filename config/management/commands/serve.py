"""`manage.py serve`: the web server, sockets included."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from config.serving import run


class Command(BaseCommand):
    help = "Serve pages and sockets until SIGTERM or SIGINT, with the server that PARLEY_ASGI names."
    requires_system_checks: list[str] = []  # run below, with the database's

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        self.check(databases=["default"])
        connections.close_all()  # the checks were the last to ask from this thread
        from config.asgi import application

        try:
            run.serve(application, options["host"], options["port"])
        except run.PortTaken as taken:
            raise CommandError(str(taken)) from taken
