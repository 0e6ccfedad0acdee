"""Celery's door to calling people: ids in, one call, safe to run twice. None of them is queued for a message."""

from __future__ import annotations

from celery import shared_task

from accounts.access import ProjectRef
from panel.notices import queued
from panel.notices.actions import try_device
from panel.notices.actions.climb import climb
from panel.notices.actions.forget_calls import forget_calls, projects_with_calls
from panel.notices.actions.send_rings import send_rings
from panel.notices.due_work import projects_due


@shared_task
def call_out(account_id: int, project_id: int) -> None:
    """Take the steps of ladders that are due in a project, then send what waits there."""
    ref = ProjectRef(project_id, account_id)
    climb(ref)
    send_rings(ref)


@shared_task
def send_test(device_id: int) -> None:
    """Send a push that its person asked for."""
    try_device.send_test(device_id)


@shared_task
def sweep_calls() -> None:
    """Beat: ladders that go on, tries that come again, and whatever a lost broker or a killed worker left."""
    for ref in projects_due():
        queued.ring_now(ref.account_id, ref.id)


@shared_task
def forget_old_calls() -> None:
    """Beat: the log of calls is kept for two weeks."""
    for ref in projects_with_calls():
        forget_calls(ref)
