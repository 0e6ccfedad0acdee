"""What waited for the plan goes out once it is paid."""

from __future__ import annotations

from accounts.models import Project
from accounts.tenancy import account, tenant
from integrations import clock, queued
from integrations.models import Delivery


def wake_deliveries(account_id: int, _invoice_id: int = 0) -> None:
    """Everything of an account that is under way is due now; each has its own rest to keep."""
    with account(account_id):
        projects = list(Project.objects.order_by("id"))
    for project in projects:
        with tenant(project):
            waiting = Delivery.objects.filter(state=Delivery.State.QUEUED)
            for integration_id in set(waiting.values_list("integration_id", flat=True)):
                waiting.filter(integration_id=integration_id).update(next_at=clock.now(), detail="")
                queued.queue_deliveries(project, integration_id)
