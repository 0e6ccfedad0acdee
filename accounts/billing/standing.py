"""Where an account stands: which plan counts now, and whether it has ended. Nothing is stored of it: it follows from the dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.billing.models import Subscription
from accounts.billing.plans import FINISH, FREE, GRACE, PLANS, TEAM, Feature, Plan


@dataclass(frozen=True)
class Standing:
    """`ended_at` is set once a paid plan has ended; `until` is the end of the trial or of what is paid."""

    plan: Plan
    trial: bool = False
    until: datetime | None = None
    ended_at: datetime | None = None
    writes_until: datetime | None = None

    @property
    def ended(self) -> bool:
        return self.ended_at is not None

    def may_write(self, now: datetime) -> bool:
        """Whether open conversations go on: always, but for FINISH after the end."""
        return self.writes_until is None or now < self.writes_until

    def has(self, feature: Feature) -> bool:
        """Whether the plan does this. What was built stays when the plan ends; it rests."""
        return not self.ended and feature in self.plan.features


def standing_of(subscription: Subscription, now: datetime) -> Standing:
    """A trial falls to Free by itself. A paid plan that nobody pays ends GRACE after its period, and never falls to Free by itself."""
    if subscription.paid_until is None:
        if now < subscription.trial_ends_at:
            return Standing(TEAM, trial=True, until=subscription.trial_ends_at)
        return Standing(FREE)
    end = subscription.paid_until + GRACE
    plan = PLANS[subscription.plan]
    if now < end:
        return Standing(plan, until=subscription.paid_until)
    return Standing(plan, until=subscription.paid_until, ended_at=end, writes_until=end + FINISH)
