"""`manage.py anchor_audit`: write down where the audit logs end, now instead of at the full hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.audit.anchors import anchor_heads


class Command(BaseCommand):
    help = "Write where each audit log ends to the bucket of PARLEY_AUDIT_BUCKET, else to a file in PARLEY_VAR_DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also the logs that did not grow lately")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{anchor_heads(everything=options['all'])} ends written down.")
