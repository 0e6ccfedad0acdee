"""Celery's door to accounts: ids in, one call, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from accounts import due_work
from accounts.actions import mail_export as export_mailing
from accounts.actions import mail_invitation as mailing
from accounts.actions.carry_out_erasure import carry_out_erasure
from accounts.actions.make_export import make_export
from accounts.actions.sweep_exports import sweep_exports
from accounts.audit.anchors import anchor_heads


@shared_task(autoretry_for=(OSError,), retry_backoff=5, retry_backoff_max=600, max_retries=8)
def mail_invitation(invitation_id: int, account_id: int) -> None:
    """Send somebody their invitation, again after a while where the mail server cannot be reached."""
    mailing.mail_invitation(invitation_id, account_id)


@shared_task
def run_export(account_id: int, export_id: int) -> None:
    """Make an export, or go on with it."""
    make_export(account_id, export_id)


@shared_task(autoretry_for=(OSError,), retry_backoff=5, retry_backoff_max=600, max_retries=8)
def mail_export(account_id: int, export_id: int) -> None:
    """Tell whoever asked for an export that it is ready, or that there will be none."""
    export_mailing.mail_export(account_id, export_id)


@shared_task
def run_erasure(account_id: int, erasure_id: int) -> None:
    """Carry out an erasure that is due."""
    carry_out_erasure(account_id, erasure_id)


@shared_task
def run_what_is_due() -> None:
    """Beat: erasures that somebody asked for and whose grace time is over, exports that nobody goes on with,
    and the files of those whose link has ended."""
    for erasure_id, account_id in due_work.erasures_due():
        run_erasure.delay(account_id, erasure_id)
    for export_id, account_id in due_work.exports_left():
        run_export.delay(account_id, export_id)
    sweep_exports()


@shared_task
def anchor_audit() -> None:
    """Beat: write down where the audit logs end, outside the database."""
    anchor_heads()
