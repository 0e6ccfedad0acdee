"""What Parley's people see of partners for the check. In SQL, since no partner is open: what is there to see, Postgres decides."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from integrations.partners.profile import Profile, opened

SHOWN = 200


@dataclass(frozen=True)
class PartnerFacts:
    """A partner in the list, with what waits for somebody."""

    id: int
    public_id: uuid.UUID
    name: str
    website: str
    about: str
    state: str
    created_at: datetime
    rate: int
    currency: str
    open_checks: int

    @property
    def per_cent(self) -> str:
        return f"{self.rate / 100:g}"


@dataclass(frozen=True)
class ChainFacts:
    """One accrual: what is held and approved of it."""

    id: int
    invoice_number: int
    net: int
    rate: int
    amount: int
    held: int
    approved: int
    held_until: datetime
    referral: uuid.UUID
    since: datetime


@dataclass(frozen=True)
class CheckFacts:
    """Somebody asked, and perhaps somebody answered."""

    id: int
    kind: str
    amount: int
    asked_by: int
    asked_name: str
    asked_at: datetime
    answered_name: str
    answered_at: datetime | None
    agreed: bool | None


PARTNERS = """
SELECT p.id, p.public_id, p.name, p.website, p.about, p.state, p.created_at, l.rate, l.currency,
    (SELECT count(*) FROM partners_check c WHERE c.partner_id = p.id AND c.answered_at IS NULL)
FROM partners_partner p JOIN partners_plan l ON l.id = p.plan_id WHERE """
CHAINS = """
SELECT e.id, e.invoice_number, e.net, e.rate, e.amount, c.held, c.approved, c.held_until, r.public_id, r.began_at
FROM partners_chain c JOIN partners_entry e ON e.id = c.accrual_id JOIN partners_referral r ON r.id = e.referral_id
WHERE c.partner_id = %s ORDER BY e.id DESC LIMIT 200"""
CHECKS = """
SELECT id, kind, amount, asked_by, asked_name, asked_at, answered_name, answered_at, agreed
FROM partners_check WHERE partner_id = %s ORDER BY id DESC LIMIT 50"""


def partners() -> list[PartnerFacts]:
    """Who waits first."""
    return [PartnerFacts(*row) for row in _rows(f"{PARTNERS} p.state <> 'erased' ORDER BY p.state <> 'applied', p.id DESC LIMIT {SHOWN}")]


def partner(public_id: uuid.UUID) -> PartnerFacts | None:
    return next((PartnerFacts(*row) for row in _rows(f"{PARTNERS} p.public_id = %s", public_id)), None)


def chains(partner_id: int) -> list[ChainFacts]:
    return [ChainFacts(*row) for row in _rows(CHAINS, partner_id)]


def checks(partner_id: int) -> list[CheckFacts]:
    return [CheckFacts(*row) for row in _rows(CHECKS, partner_id)]


def profile(key: bytes, partner_id: int, purpose: str) -> Profile | None:
    """The tax profile, for a purpose that Postgres writes down before it gives it out. None where there is none."""
    rows = _rows("SELECT profile_id, sealed FROM staff_partner_tax(%s, %s, %s)", key, partner_id, purpose)
    return opened(*rows[0]) if rows else None


def done(call: str, *arguments: Any) -> bool:
    """Whether one of the functions of staff did it: what it asks is in migrations/sql/staff.sql."""
    return bool(_rows(f"SELECT {call}", *arguments)[0][0])


def _rows(question: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, arguments)
        return list(cursor.fetchall())
