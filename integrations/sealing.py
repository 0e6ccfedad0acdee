"""The secrets of an integration: one sealed JSON object in its row, bound to that row."""

from __future__ import annotations

import json
from collections.abc import Mapping

from accounts.models import Project
from accounts.secrets import Scope, place, reseal_rows, seal, unseal
from accounts.tenancy import tenant
from integrations.models import Integration


def seal_secrets(integration: Integration, secrets: Mapping[str, str]) -> None:
    """Put the secrets into a row that has its id; the caller saves it. None leave it empty."""
    text = json.dumps(dict(secrets), ensure_ascii=False)
    integration.sealed = seal(integration.project.account_id, text, _place(integration)) if secrets else ""


def secrets_of(integration: Integration) -> dict[str, str]:
    """The secrets, for sending only: never for a page, a log or an export. Raises Unreadable."""
    if not integration.sealed:
        return {}
    secrets: dict[str, str] = json.loads(unseal(integration.project.account_id, integration.sealed, _place(integration)))
    return secrets


def reseal_integrations(scope: Scope) -> int:
    """Seal those of an account again, under its newest data key; how many there were."""
    if not isinstance(scope, int):
        return 0
    count = 0
    for project in Project.objects.order_by("id"):
        with tenant(project):
            count += reseal_rows(scope, Integration.objects.all(), "sealed")
    return count


def _place(integration: Integration) -> str:
    return place(Integration._meta.db_table, integration.pk, "sealed")
