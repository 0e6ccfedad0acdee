"""Celery's door to mail: ids in, one call, safe to run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts.access import ProjectRef
from widget.mail import queued
from widget.mail.actions import send_letter as sending
from widget.mail.due_work import letters_due


@shared_task
def send_letter(account_id: int, project_id: int, letter_id: int) -> None:
    """Decide about a letter that is due, and send it."""
    sending.send_letter(ProjectRef(project_id, account_id), letter_id)


@shared_task
def sweep_letters() -> None:
    """Beat: letters that waited long enough, tries that are due again, and what a killed worker left."""
    for due in letters_due(timezone.now()):
        queued.queue_now(due.project.account_id, due.project.id, due.letter_id)
