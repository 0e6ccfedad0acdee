"""A partner for the stories: applies, or earns and gets a statement. A program, as Django wants no database beside Playwright."""

from __future__ import annotations

import json
import sys
import uuid
from datetime import date, timedelta
from typing import Any

import django

from tests.browser.customers import PASSWORD

INVOICES = ((9600, 40), (2999, 1))  # net, and days ago


def applies() -> dict[str, Any]:
    from django.contrib.auth.hashers import make_password

    from integrations.partners.actions.apply import apply
    from tests.browser.customers import person

    lena = person(f"lena@{uuid.uuid4().hex[:8]}.example", "Lena Vogt", make_password(PASSWORD))
    return {"partner": apply(lena, name="Studio Lind").pk, "email": lena.email}


def earns(account_id: int) -> None:
    """An account that came by somebody's link pays twice."""
    from django.utils import timezone

    from integrations.partners.actions.accrue import accrue

    for number, (net, days) in enumerate(INVOICES, 7000):
        accrue(account_id, paid(account_id, number, net, timezone.now() - timedelta(days=days)))


def paid(account_id: int, number: int, net: int, at: Any) -> int:
    from accounts.billing.models import Invoice
    from accounts.tenancy import account

    amounts = {"net": net, "tax": 0, "total": net, "given_back": 0}
    times = {"period_start": at, "period_end": at + timedelta(days=30), "issued_at": at, "paid_at": at}
    with account(account_id):
        row = Invoice(account_id=account_id, number=number, plan="team", currency="EUR", seller={}, buyer={}, **amounts, **times)
        row.save(force_insert=True)
    return int(row.pk)


def statement(partner_id: int) -> dict[str, Any]:
    from django.utils import timezone

    from integrations.partners.actions.issue_statement import issue_statement

    today: date = timezone.now().date()
    made = issue_statement(partner_id, today.replace(day=1))
    assert made is not None
    return {"label": made.label}


if __name__ == "__main__":
    django.setup()
    steps: dict[str, Any] = {"applies": applies, "earns": earns, "statement": statement}
    json.dump(steps[sys.argv[1]](*map(int, sys.argv[2:])), sys.stdout)
