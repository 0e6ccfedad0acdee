"""Hands work to Celery once the transaction is committed. Nobody waits, or fails, when the broker is away.

Deliveries are found again by beat; for the rest the page has the same button again.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, Literal

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import Project
from integrations.models import Integration

logger = logging.getLogger(__name__)

Work = Literal["check_integration", "mail_confirmation", "deliver_sample", "send_due"]


def queue(work: Work, integration: Integration, *more: int) -> None:
    """Have it done by a worker."""
    ids = (integration.project.account_id, integration.project_id, integration.pk, *more)
    transaction.on_commit(partial(_enqueue, work, ids))


def queue_deliveries(project: Project, integration_id: int) -> None:
    """Have what is due for one endpoint sent."""
    transaction.on_commit(partial(queue_now, project.account_id, project.pk, integration_id))


def queue_now(account_id: int, project_id: int, integration_id: int) -> None:
    """The same for what is committed already."""
    _enqueue("send_due", (account_id, project_id, integration_id))


def _enqueue(work: Work, ids: tuple[int, ...]) -> None:
    from integrations import tasks  # a door: only whoever queues knows it

    task: Any = getattr(tasks, work)
    try:
        task.apply_async(ids, retry=False)
    except OperationalError as error:
        logger.warning("task.not_queued", extra={"task": task.name, "reason": type(error).__name__})
