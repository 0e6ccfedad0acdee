"""Celery's door to imports: ids in, one call, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from panel.imports.actions import run_import as running
from panel.imports.queued import imports_left


@shared_task
def run_import(account_id: int, import_id: int) -> None:
    """Check an archive, and load it if it is clean."""
    running.run_import(account_id, import_id)


@shared_task
def sweep_imports() -> None:
    """Beat: imports whose worker died."""
    for import_id, account_id in imports_left():
        run_import.delay(account_id, import_id)
