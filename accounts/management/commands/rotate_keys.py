"""Rotate the keys of sealed secrets, online."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import key_ring
from accounts.actions.rotate_keys import forget_unused_keys, renew_data_keys, rewrap_data_keys


class Command(BaseCommand):
    help = "Wraps every data key with the first key of PARLEY_KEY_FILE, or with PARLEY_KMS_KEY."
    requires_system_checks = ()  # `--add` makes the very file without which they fail

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--add", action="store_true", help="first put a new key on top of the file")
        parser.add_argument("--data-keys", action="store_true", help="then make new data keys and seal every secret again")
        parser.add_argument("--forget", action="store_true", help="last take keys out of the file that nothing needs any more")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["add"]:
                self.stdout.write(f"Added key {key_ring.add_key()}.")
            self.stdout.write(f"Wrapped {rewrap_data_keys()} data keys again.")
            if options["data_keys"]:
                self.stdout.write(f"Sealed {renew_data_keys()} secrets again.")
            if options["forget"]:
                self.stdout.write(f"Forgot {len(forget_unused_keys())} keys.")
        except key_ring.KeyTrouble as trouble:
            raise CommandError(str(trouble)) from None
