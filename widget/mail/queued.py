"""Hands a letter to Celery once it is committed. Nobody waits, or fails, when the broker is away: beat finds it again."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import Project

logger = logging.getLogger(__name__)


def queue_letter(project: Project, letter_id: int) -> None:
    """Have it sent by a worker."""
    transaction.on_commit(partial(queue_now, project.account_id, project.pk, letter_id))


def queue_now(account_id: int, project_id: int, letter_id: int) -> None:
    """The same for what is committed already."""
    from widget.mail.tasks import send_letter  # a door: only whoever queues knows it

    try:
        send_letter.apply_async((account_id, project_id, letter_id), retry=False)
    except OperationalError as error:
        logger.warning("task.not_queued", extra={"task": send_letter.name, "reason": type(error).__name__})
