"""Quiet hours: whether it is one of them now, in the person's own time zone."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from panel.notices.models import Manner

SATURDAY = 5


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Every zone that a person can live in, by its name in the tz database."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))) | {"UTC"}


def is_quiet(manner: Manner, now: datetime) -> bool:
    """Whether `now` (aware) is inside the person's quiet hours. From 20:00 to 08:00 goes over midnight; the end is not inside.

    The wall clock of the zone decides, so the hours stay the same to a person on the days when clocks change.
    """
    if not manner.quiet:
        return False
    there = now.astimezone(ZoneInfo(manner.time_zone))
    if manner.quiet_weekends and there.weekday() >= SATURDAY:
        return True
    begin, end, clock = manner.quiet_from, manner.quiet_to, there.time()
    if begin <= end:
        return begin <= clock < end
    return clock >= begin or clock < end
