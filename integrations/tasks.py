"""Celery's door to integrations: ids in, one call, safe to run twice. Nothing here can press."""

from __future__ import annotations

from celery import shared_task

from accounts.access import ProjectRef
from integrations import queued
from integrations.actions import check_integration as checking
from integrations.actions import confirm_integration as confirming
from integrations.actions import send_due as sending
from integrations.actions import send_sample as sampling
from integrations.due_work import queues_due


@shared_task
def check_integration(account_id: int, project_id: int, integration_id: int) -> None:
    """Ask the other side whether it would work now."""
    checking.check_integration(ProjectRef(project_id, account_id), integration_id)


@shared_task(autoretry_for=(OSError,), retry_backoff=5, retry_backoff_max=600, max_retries=8)
def mail_confirmation(account_id: int, project_id: int, integration_id: int) -> None:
    """Ask whoever would receive conversations, again after a while where the mail server cannot be reached."""
    confirming.mail_confirmation(ProjectRef(project_id, account_id), integration_id)


@shared_task
def deliver_sample(account_id: int, project_id: int, integration_id: int, member_id: int) -> None:
    """Send a sample that somebody asked for."""
    sampling.deliver_sample(ProjectRef(project_id, account_id), integration_id, member_id)


@shared_task
def send_due(account_id: int, project_id: int, integration_id: int) -> None:
    """Send what is due for one endpoint, in order."""
    sending.send_due(ProjectRef(project_id, account_id), integration_id)


@shared_task
def sweep_deliveries() -> None:
    """Beat: retries that are due, and whatever a lost broker or a killed worker left."""
    for queue in queues_due():
        queued.queue_now(queue.project.account_id, queue.project.id, queue.integration_id)
