"""Where an account stands follows from its dates alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.billing.models import Subscription
from accounts.billing.plans import FREE, PLANS, SOLO, TEAM, Feature, months_after
from accounts.billing.standing import standing_of

START = datetime(2026, 1, 10, tzinfo=UTC)


def after(days: float, *, plan: str = "team", paid_until: datetime | None = None) -> object:
    terms = Subscription(plan=plan, trial_ends_at=START + timedelta(days=14), paid_until=paid_until)
    standing = standing_of(terms, START + timedelta(days=days))
    return standing.plan, standing.trial, standing.ended, standing.may_write(START + timedelta(days=days))


def test_what_each_holds() -> None:
    assert (FREE.operators, FREE.chats, SOLO.operators, SOLO.chats, TEAM.operators, TEAM.chats) == (2, 50, 3, None, None, None)
    assert Feature.RULES in SOLO.features and Feature.API not in SOLO.features and set(Feature) == TEAM.features
    assert [plan.price for plan in PLANS.values()] == [0, 2700, 9600]


def test_a_trial_falls_to_free_by_itself() -> None:
    assert after(13.9) == (TEAM, True, False, True)
    assert after(14) == (FREE, False, False, True)
    assert after(3650) == (FREE, False, False, True)


def test_a_paid_plan_has_a_week_to_pay_and_one_to_finish() -> None:
    assert after(36.9, plan="solo", paid_until=START + timedelta(days=30)) == (SOLO, False, False, True)
    assert after(37, plan="solo", paid_until=START + timedelta(days=30)) == (SOLO, False, True, True)
    assert after(43.9, plan="solo", paid_until=START + timedelta(days=30)) == (SOLO, False, True, True)
    assert after(44, plan="solo", paid_until=START + timedelta(days=30)) == (SOLO, False, True, False)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29"), ("2026-12-15", "2027-01-15"), ("2026-11-30", "2026-12-30")],
)
def test_a_month(start: str, end: str) -> None:
    assert months_after(datetime.fromisoformat(start)) == datetime.fromisoformat(end)


@pytest.mark.parametrize(("start", "end"), [("2025-11-30", "2026-11-30"), ("2025-12-31", "2026-12-31"), ("2024-02-29", "2025-02-28")])
def test_twelve_months_lose_no_day(start: str, end: str) -> None:
    assert months_after(datetime.fromisoformat(start), 12) == datetime.fromisoformat(end)
