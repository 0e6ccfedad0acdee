"""Celery's door to billing: ids in, one call, safe to run twice."""

from __future__ import annotations

from celery import shared_task

from accounts.billing.actions import collect, warn


@shared_task
def collect_due() -> None:
    """Beat: ask for every month that is due."""
    for account_id in collect.accounts_due():
        collect_payment.delay(account_id)


@shared_task
def collect_payment(account_id: int) -> None:
    """Ask for one account's month."""
    collect.collect(account_id)


@shared_task
def warn_of_limit(account_id: int) -> None:
    """Mail that most of the month's conversations are used."""
    warn.warn_of_limit(account_id)
