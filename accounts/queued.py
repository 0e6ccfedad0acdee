"""Hands work to Celery without letting the asker wait, or fail, when the broker is away: beat finds what waits."""

from __future__ import annotations

import logging
from typing import Any

from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def queue_export(account_id: int, export_id: int) -> None:
    from accounts.tasks import run_export  # a door: only whoever queues knows it

    _queue(run_export, account_id, export_id)


def queue_export_mail(account_id: int, export_id: int) -> None:
    from accounts.tasks import mail_export

    _queue(mail_export, account_id, export_id)


def queue_erasure(account_id: int, erasure_id: int) -> None:
    from accounts.tasks import run_erasure

    _queue(run_erasure, account_id, erasure_id)


def _queue(task: Any, *ids: int) -> None:
    try:
        task.apply_async(ids, retry=False)
    except OperationalError as error:
        logger.warning("task.not_queued", extra={"task": task.name, "reason": type(error).__name__})
