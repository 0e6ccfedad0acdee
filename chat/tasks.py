"""Celery's door to chat: ids in, one call, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from accounts.access import ProjectRef
from chat.actions import check_file as checking
from chat.actions import look_around as looking
from chat.actions import snooze_conversation as snoozing
from chat.actions.catch_up import catch_up, projects_to_catch_up
from chat.actions.sweep_files import files_due, sweep_file


@shared_task
def follow_timeline(project_id: int, account_id: int) -> None:
    """Let every follower of a project catch up with its timeline."""
    catch_up(ProjectRef(project_id, account_id))


@shared_task
def catch_up_followers() -> None:
    """Beat: make good any wake-up that got lost on the way."""
    for ref in projects_to_catch_up():
        follow_timeline.delay(ref.id, ref.account_id)


@shared_task
def check_file(project_id: int, account_id: int, attachment_id: int) -> None:
    """Look at what somebody uploaded, and make what is kept of it."""
    checking.check_file(ProjectRef(project_id, account_id), attachment_id)


@shared_task
def sweep_files() -> None:
    """Beat: files that nobody has sent go; checks that got lost begin anew."""
    for ref, attachment_id in files_due():
        if sweep_file(ref, attachment_id):
            check_file.delay(ref.id, ref.account_id, attachment_id)


@shared_task
def wake_snoozed(project_id: int, account_id: int, conversation_id: int) -> None:
    """Bring back a conversation whose moment has come."""
    snoozing.wake_conversation(ProjectRef(project_id, account_id), conversation_id)


@shared_task
def wake_all_snoozed() -> None:
    """Beat: of all customers."""
    for ref, conversation_id in snoozing.snoozes_due():
        wake_snoozed.delay(ref.id, ref.account_id, conversation_id)


@shared_task
def look_around(project_id: int, account_id: int) -> None:
    """Notice in one project what nobody's press sets off."""
    looking.look_around(ProjectRef(project_id, account_id))


@shared_task
def look_around_everywhere() -> None:
    """Beat: hours that begin or end, operators who sit still, chats that nobody takes."""
    for ref in looking.projects_that_receive():
        look_around.delay(ref.id, ref.account_id)
