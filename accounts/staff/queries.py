"""Reads for staff that need no grant. In SQL, since no account is open: what is there to see, row-level security decides."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from accounts.billing import clock
from accounts.billing.models import Subscription
from accounts.billing.standing import Standing, standing_of

ACCOUNTS_A_PAGE = 50


@dataclass(frozen=True)
class AccountFacts:
    """A customer as staff see one: what they pay, not who they are or what they say."""

    id: int
    public_id: uuid.UUID
    name: str
    created_at: datetime
    subscription: Subscription
    started: int

    @property
    def standing(self) -> Standing:
        return standing_of(self.subscription, clock.now())


@dataclass(frozen=True)
class InvoiceFacts:
    """An invoice without its buyer; amounts in minor units of `currency`."""

    number: int
    plan: str
    currency: str
    net: int
    tax: int
    total: int
    credited: int
    issued_at: datetime
    paid_at: datetime | None
    voided_at: datetime | None


@dataclass(frozen=True)
class Month:
    """How many conversations began in a month."""

    first_day: date
    started: int


@dataclass(frozen=True)
class OpenGrant:
    """A grant that is in force, with the customer who gave it."""

    public_id: uuid.UUID
    account_id: int
    account: str
    scope: str
    reason: str
    ends_at: datetime

    @property
    def conversations(self) -> bool:
        return self.scope == "conversations"


ACCOUNTS = """
SELECT a.id, a.public_id, a.name, a.created_at, s.plan, s.trial_ends_at, s.paid_until, s.credit, coalesce(u.started, 0)
FROM accounts_account a JOIN accounts_subscription s ON s.account_id = a.id
LEFT JOIN accounts_usage u ON u.account_id = a.id AND u.month = date_trunc('month', %(now)s AT TIME ZONE 'UTC')::date
WHERE """


def accounts(wanted: str = "", after: int = 0) -> list[AccountFacts]:
    """One page of customers behind this internal id, oldest first, and one more if there are more.

    `wanted` is a part of the name, or the number of an invoice.
    """
    found = "(%(q)s = '' OR a.name ILIKE %(like)s OR a.id = (SELECT i.account_id FROM accounts_invoice i WHERE i.number = %(number)s))"
    like = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 18 else -1
    asked = {"q": wanted, "like": like, "number": number, "after": after, "most": ACCOUNTS_A_PAGE + 1}
    return _accounts(f"a.id > %(after)s AND {found} ORDER BY a.id LIMIT %(most)s", asked)


def account(public_id: uuid.UUID) -> AccountFacts | None:
    """One customer; None where there is none of this id."""
    return next(iter(_accounts("a.public_id = %(account)s", {"account": public_id})), None)


def _accounts(condition: str, asked: dict[str, Any]) -> list[AccountFacts]:
    with connection.cursor() as cursor:
        cursor.execute(ACCOUNTS + condition, {**asked, "now": clock.now()})
        return [
            AccountFacts(pk, public_id, name, since, Subscription(plan=plan, trial_ends_at=trial, paid_until=paid, credit=credit), started)
            for pk, public_id, name, since, plan, trial, paid, credit, started in cursor.fetchall()
        ]


def invoices(account_id: int) -> list[InvoiceFacts]:
    """The newest invoices of one customer."""
    question = (
        "SELECT number, plan, currency, net, tax, total, credited, issued_at, paid_at, voided_at"
        " FROM accounts_invoice WHERE account_id = %s ORDER BY id DESC LIMIT 200"
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [account_id])
        return [InvoiceFacts(*row) for row in cursor.fetchall()]


def months(account_id: int) -> list[Month]:
    """The last year of one customer, newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT month, started FROM accounts_usage WHERE account_id = %s ORDER BY month DESC LIMIT 12", [account_id])
        return [Month(*row) for row in cursor.fetchall()]


def open_grants() -> list[OpenGrant]:
    """Every grant in force, the one that ends first at the top."""
    return _grants("true", [])


def open_grant(public_id: uuid.UUID) -> OpenGrant | None:
    """One of them; None for one that has ended, that was revoked, or that never was."""
    return next(iter(_grants("g.public_id = %s", [public_id])), None)


def _grants(condition: str, arguments: list[uuid.UUID]) -> list[OpenGrant]:
    question = (
        "SELECT g.public_id, g.account_id, a.name, g.scope, g.reason, g.ends_at"
        " FROM accounts_grant g JOIN accounts_account a ON a.id = g.account_id WHERE {} ORDER BY g.ends_at LIMIT 500"
    )
    with connection.cursor() as cursor:
        cursor.execute(question.format(condition), arguments)
        return [OpenGrant(*row) for row in cursor.fetchall()]
