"""The secrets that a customer's server signs its visitors with: sealed in their rows, opened to check a signature."""

from __future__ import annotations

from accounts.models import Project
from accounts.secrets import Scope, place, reseal_rows, seal, unseal
from accounts.tenancy import tenant
from chat.models import IdentityKey

KEYS_AT_MOST = 2  # the one in use, and the one that replaces it


def keys_of_project() -> list[IdentityKey]:
    """Those of the open project, newest first."""
    return list(IdentityKey.objects.order_by("-id"))


def seal_key(project: Project, key: IdentityKey, secret: str) -> None:
    """Put the secret into a row that has its id; the caller saves it."""
    key.sealed = seal(project.account_id, secret, _place(key))


def secret_of(project: Project, key: IdentityKey) -> str:
    """The secret, to check a signature with. Raises Unreadable."""
    return unseal(project.account_id, key.sealed, _place(key))


def reseal_identity_keys(scope: Scope) -> int:
    """Seal those of an account again, under its newest data key; how many there were."""
    if not isinstance(scope, int):
        return 0
    count = 0
    for project in Project.objects.order_by("id"):
        with tenant(project):
            count += reseal_rows(scope, IdentityKey.objects.all(), "sealed")
    return count


def _place(key: IdentityKey) -> str:
    return place(IdentityKey._meta.db_table, key.pk, "sealed")
