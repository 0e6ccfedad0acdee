"""Time travel and payments for the tests of billing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.billing import clock
from accounts.billing.access import subscription_here
from accounts.billing.actions.prepare_payment import prepare_payment
from accounts.billing.actions.settle_charge import settle_charge
from accounts.billing.gateway import CardFacts, Outcome
from accounts.billing.models import Charge, Subscription
from accounts.tenancy import account
from tests.cast import Cast

VISA = CardFacts("Visa", "04/2031", "fingerprint-of-the-provider")
Travel = Callable[[timedelta], datetime]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    """Move billing's clock on: by this much from now, whatever was said before."""

    def move(by: timedelta) -> datetime:
        moment = timezone.now() + by
        monkeypatch.setattr(clock, "now", lambda: timezone.now() + by)
        return moment

    return move


def pay(cast: Cast, plan: str = "team", *, outcome: Outcome | None = None) -> Charge:
    """Olga pays for a month."""
    with account(cast.olga.account_id):
        charge = prepare_payment(cast.olga, plan)
    return settle_charge(cast.olga.account_id, charge.key, outcome or Outcome("paid", "p1", "cus/card"), VISA)


def of_acme(cast: Cast) -> Subscription:
    with account(cast.olga.account_id):
        return subscription_here()


def set_terms(cast: Cast, **values: Any) -> None:
    """Write the subscription's dates as they would be."""
    with account(cast.olga.account_id):
        subscription_here()
        Subscription.objects.update(**values)
