"""`manage.py verify_audit`: check every account's audit log, or one, against itself and its anchors."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.audit.anchors import BEGINNING, heads_since
from accounts.audit.queries import faults_of
from accounts.models import Account
from accounts.tenancy import account


class Command(BaseCommand):
    help = "Check the audit logs: each line's hash, the chain, its end and its anchors. Names every broken row; then exits 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--account", help="the id of one account; all without it")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, broken = options["account"], 0
        heads = [(pk, head) for pk, head in heads_since(BEGINNING) if wanted in (None, head["account"])]
        if wanted and not heads:
            raise CommandError("There is no audit log of this account.")
        for pk, head in heads:
            with account(pk):
                found = faults_of(Account.objects.get(pk=pk))
            for fault in found:
                self.stdout.write(f"account {head['account']}, {fault}")
            broken += bool(found)
        if broken:
            raise CommandError(f"{broken} of {len(heads)} audit logs are broken.")
        self.stdout.write(f"{len(heads)} audit logs, all unbroken.")
