"""Hands calls to Celery once they are committed: one task for a project, however many ring. Beat makes good what gets lost."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import Project

logger = logging.getLogger(__name__)


def ring_soon(project: Project) -> None:
    """Have what waits in a project go out."""
    transaction.on_commit(partial(ring_now, project.account_id, project.pk))


def ring_now(account_id: int, project_id: int) -> None:
    """The same for what is committed already."""
    from panel.notices import tasks  # a door: only whoever queues knows it

    _enqueue(tasks.call_out, (account_id, project_id))


def test_soon(device_id: int) -> None:
    """Have a test sent to a browser."""
    transaction.on_commit(partial(_enqueue_test, device_id))


def _enqueue_test(device_id: int) -> None:
    from panel.notices import tasks

    _enqueue(tasks.send_test, (device_id,))


def _enqueue(task: Any, ids: tuple[int, ...]) -> None:
    try:
        task.apply_async(ids, retry=False)
    except OperationalError as error:
        logger.warning("task.not_queued", extra={"task": task.name, "reason": type(error).__name__})
