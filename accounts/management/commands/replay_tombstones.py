"""After a restore: erase again what had been erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions.replay_tombstones import replay_tombstones
from accounts.erasure import noted_tombstones


class Command(BaseCommand):
    help = "Erases every visitor and account that has a tombstone and is here again. Run it before a restored database serves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file", type=Path, default=Path(settings.TOMBSTONES_FILE), help="the tombstones, PARLEY_TOMBSTONES_FILE if not given"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].exists():
            raise CommandError("There is no file of tombstones: without it nothing of what was erased stays erased.")
        tombstones = noted_tombstones(options["file"])
        self.stdout.write(f"{len(tombstones)} tombstones, {replay_tombstones(tombstones)} erased again.")
