"""Close an account for a while, and open it again."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actions.revoke import revoke
from accounts.actors import system_actor
from accounts.models import Account
from accounts.tenancy import account


def suspend_account(account_id: int, *, reason: str) -> None:
    """Let nobody act in an account (for abuse, by Parley itself): its members and keys are sent away within a second."""
    with account(account_id):
        held = Account.objects.select_for_update(no_key=True).get(pk=account_id)
        if held.suspended_at is not None:
            return
        held.suspended_at = timezone.now()
        held.save(update_fields=["suspended_at"])
        audit.record(system_actor(account_id), "account.suspended", held, reason=reason)
        revoke(f"account:{account_id}")


def resume_account(account_id: int, *, reason: str) -> None:
    """Open it again: everything is as it was."""
    with account(account_id):
        held = Account.objects.select_for_update(no_key=True).get(pk=account_id)
        held.suspended_at = None
        held.save(update_fields=["suspended_at"])
        audit.record(system_actor(account_id), "account.resumed", held, reason=reason)
