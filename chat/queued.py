"""Work of chat that Celery does later: queued after the commit, and found by beat where the queue cannot be reached."""

from __future__ import annotations

import logging

from kombu.exceptions import OperationalError

from accounts.models import Project

logger = logging.getLogger(__name__)


def queue_check(project: Project, attachment_id: int) -> None:
    """Let a worker look at a file. Whoever sent it must not hear that there is no queue."""
    from chat.tasks import check_file  # a door: only whoever queues knows it

    try:
        check_file.apply_async((project.pk, project.account_id, attachment_id), retry=False)
    except OperationalError as error:
        logger.warning("task.not_queued", extra={"task": check_file.name, "reason": type(error).__name__})
