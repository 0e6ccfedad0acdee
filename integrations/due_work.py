"""Endpoints with something to send now, in any account: internal ids only, from a definer function."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from accounts.access import ProjectRef
from integrations import clock


@dataclass(frozen=True)
class Queue:
    """What waits for one endpoint."""

    project: ProjectRef
    integration_id: int


def queues_due() -> list[Queue]:
    """Endpoints that have something due, are not resting, and where no worker is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_id, account_id, integration_id FROM public.deliveries_due(%s)", [clock.now()])
        return [Queue(ProjectRef(int(project), int(account)), int(integration)) for project, account, integration in cursor.fetchall()]
