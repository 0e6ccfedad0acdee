"""Celery's door to chat: ids in, one call, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from accounts.access import ProjectRef
from chat.actions.catch_up import catch_up, projects_to_catch_up


@shared_task
def follow_timeline(project_id: int, account_id: int) -> None:
    """Let every follower of a project catch up with its timeline."""
    catch_up(ProjectRef(project_id, account_id))


@shared_task
def catch_up_followers() -> None:
    """Beat: make good any wake-up that got lost on the way."""
    for ref in projects_to_catch_up():
        follow_timeline.delay(ref.id, ref.account_id)
