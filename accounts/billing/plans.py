"""The plans: what each costs, holds and can do. A price is only ever read here, never from a request."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

CURRENCY = "EUR"
TRIAL = timedelta(days=14)  # of Team, from sign-up
GRACE = timedelta(days=7)  # in which a refused card is asked again
FINISH = timedelta(days=7)  # in which conversations that were open when the plan ended may be finished
TRIES_AFTER = (timedelta(0), timedelta(days=3), GRACE)  # the saved card is asked, counted from the period's end
WARN_AT_PERCENT = 80


class Feature(Enum):
    RULES = "rules"
    HELP_CENTRE = "help_centre"
    INTEGRATIONS = "integrations"
    API = "api"
    AUDIT_EXPORT = "audit_export"


@dataclass(frozen=True)
class Plan:
    """`price` is in minor units a month, without tax. None means without limit. Projects are never limited."""

    code: str
    name: str
    price: int
    operators: int | None
    chats: int | None
    features: frozenset[Feature]


_SOLO = frozenset({Feature.RULES, Feature.HELP_CENTRE})
FREE = Plan("free", "Free", 0, 2, 50, frozenset())
SOLO = Plan("solo", "Solo", 27_00, 3, None, _SOLO)
TEAM = Plan("team", "Team", 96_00, None, None, _SOLO | {Feature.INTEGRATIONS, Feature.API, Feature.AUDIT_EXPORT})
PLANS = {plan.code: plan for plan in (FREE, SOLO, TEAM)}


def months_after(start: datetime, months: int = 1) -> datetime:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    return start.replace(year=year, month=month, day=min(start.day, calendar.monthrange(year, month)[1]))
