"""Hands imports to Celery. Whoever uploads must not hear that there is no queue: beat finds what waits."""

from __future__ import annotations

import logging

from django.db import connection
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def queue_import(account_id: int, import_id: int) -> None:
    from panel.imports.tasks import run_import  # a door: only whoever queues knows it

    try:
        run_import.apply_async((account_id, import_id), retry=False)
    except OperationalError as error:
        logger.warning("task.not_queued", extra={"task": run_import.name, "reason": type(error).__name__})


def imports_left() -> list[tuple[int, int]]:
    """(import, account) of what nobody has gone on with for minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT import_id, account_id FROM public.imports_left()")
        return [(int(first), int(second)) for first, second in cursor.fetchall()]
