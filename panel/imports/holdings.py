"""What imports hold about an account: their list, and archives that are under way."""

from __future__ import annotations

from accounts.erasure import OF_ACCOUNT
from accounts.tenancy import account
from panel.imports.keeping import forget_archive
from panel.imports.models import Import


def register() -> None:
    OF_ACCOUNT["imports"] = erase_account


def erase_account(account_id: int) -> dict[str, int]:
    """Every import with its archive; what was imported is a project like the others."""
    with account(account_id):
        for row in Import.objects.all():
            forget_archive(row)
        return {"imports": Import.objects.all().delete()[0]}
