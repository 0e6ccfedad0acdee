"""Celery's door to partners: ids in, one call, safe to run twice."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from integrations.partners.access import all_partner_ids
from integrations.partners.actions import accrue as accruing
from integrations.partners.actions.issue_statement import issue_statement


@shared_task
def accrue(account_id: int, invoice_id: int) -> None:
    """An invoice was paid."""
    accruing.accrue(account_id, invoice_id)


@shared_task
def give_back(account_id: int, invoice_id: int) -> None:
    """Some of a paid invoice was credited."""
    accruing.give_back(account_id, invoice_id)


@shared_task
def issue_statements() -> None:
    """Of the month before this one, for everybody. Run each day: whoever has theirs gets no second one."""
    month = (timezone.now().date().replace(day=1) - timedelta(days=1)).replace(day=1)
    for partner_id in all_partner_ids():
        issue_statement(partner_id, month)


@shared_task
def catch_up() -> None:
    """What a lost broker dropped."""
    accruing.catch_up()
