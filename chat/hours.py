"""When a project is open: arithmetic of a week, its special days and a time zone. Asks nobody and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from accounts.errors import Invalid

DAY_MIN = 24 * 60
RANGES_AT_MOST = 4  # a day
CHANGES_AT_MOST = 6  # what a browser is told: two days and more of them
AHEAD_DAYS = (16, 64, 400)  # how far the next opening is looked for, the near future first

Range = tuple[int, int]
"""From and until, in minutes after midnight by the wall clock. One that ends before it begins goes on past midnight."""

Day = tuple[Range, ...]


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """The names of all time zones, as they stand in a list: without the legacy ones that no country has."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))) | {"UTC"}


@dataclass(frozen=True)
class Hours:
    """A project's hours. Without a week it is always open. A special day's hours stand in place of its weekday's."""

    zone: str = "UTC"
    week: tuple[Day, ...] | None = None
    special: Mapping[date, Day] = field(default_factory=dict)

    def is_open(self, at: datetime) -> bool:
        if self.week is None:
            return True
        today = at.astimezone(ZoneInfo(self.zone)).date()
        return any(start <= at < end for start, end in self.spans(today - timedelta(days=1), 3))

    def changes(self, at: datetime, most: int = CHANGES_AT_MOST) -> list[datetime]:
        """The moments after `at` when open turns to closed and back, in order; none where that never happens."""
        if self.week is None:
            return []
        first = at.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        found: list[datetime] = []
        for days in AHEAD_DAYS:
            # What still goes on at the end of what was looked at has not ended there.
            horizon = self._moment(first + timedelta(days=days), 0)
            found = [edge for span in self.spans(first, days) for edge in span if at < edge < horizon]
            if len(found) >= most:
                break
        return found[:most]

    def open_seconds(self, start: datetime, end: datetime) -> int:
        """How long it was open between two moments, in whole seconds."""
        if self.week is None or end <= start:
            return max(0, int((end - start).total_seconds()))
        first, last = (moment.astimezone(ZoneInfo(self.zone)).date() for moment in (start, end))
        spans = self.spans(first - timedelta(days=1), (last - first).days + 2)
        return int(sum((max(timedelta(), min(end, until) - max(start, since)) for since, until in spans), timedelta()).total_seconds())

    def spans(self, first: date, days: int) -> list[tuple[datetime, datetime]]:
        """When it is open, in UTC and in order, by the ranges that begin on these days; those that touch are one."""
        found: list[tuple[datetime, datetime]] = []
        for day in (first + timedelta(days=offset) for offset in range(days)):
            for start, end in self.ranges_of(day):
                found.append((self._moment(day, start), self._moment(day, end if end > start else end + DAY_MIN, end=True)))
        merged: list[tuple[datetime, datetime]] = []
        for start_at, end_at in sorted(found):
            if merged and start_at <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end_at))
            else:
                merged.append((start_at, end_at))
        return merged

    def ranges_of(self, day: date) -> Day:
        if day in self.special:
            return self.special[day]
        return self.week[day.weekday()] if self.week is not None else ((0, DAY_MIN),)

    def _moment(self, day: date, minutes: int, *, end: bool = False) -> datetime:
        """A wall clock's time in UTC. One that the clock shows twice begins with the first and ends with the second; one that it
        jumps over is as many minutes after the jump."""
        local = datetime.combine(day, time.min) + timedelta(minutes=minutes)
        first, second = (local.replace(tzinfo=ZoneInfo(self.zone), fold=fold).astimezone(UTC) for fold in (0, 1))
        return max(first, second) if end else first


def days_of(raw: Any) -> tuple[Day, ...] | None:
    """A stored week."""
    return None if raw is None else tuple(day_of(day) for day in raw)


def day_of(raw: Any) -> Day:
    """A stored day."""
    return tuple((int(start), int(end)) for start, end in raw)


def clean_week(raw: object) -> list[list[list[int]]] | None:
    """Seven days as somebody sent them, Monday first, or null for always open. Raises Invalid."""
    if raw is None:
        return None
    if not isinstance(raw, list) or len(raw) != 7:
        raise Invalid(fields={"week": "Seven days, Monday first."})
    return [clean_day(day, "week") for day in raw]


def clean_day(raw: object, name: str = "open") -> list[list[int]]:
    """The ranges of one day, in order. Raises Invalid for what no clock shows, and for too many."""
    if not isinstance(raw, list) or len(raw) > RANGES_AT_MOST or not all(_is_range(one) for one in raw):
        raise Invalid(fields={name: f"At most {RANGES_AT_MOST} times a day, each from 00:00 to 24:00."})
    return sorted([start, end] for start, end in raw)


def _is_range(raw: object) -> bool:
    if not isinstance(raw, list) or len(raw) != 2 or not all(isinstance(one, int) and not isinstance(one, bool) for one in raw):
        return False
    start, end = raw
    return bool(0 <= start < DAY_MIN and 0 < end <= DAY_MIN and start != end)


def clean_zone(raw: object) -> str:
    """The name of a time zone. Raises Invalid for one that is none."""
    if not isinstance(raw, str) or raw not in zones():
        raise Invalid(fields={"zone": "Choose a time zone from the list, such as Europe/Lisbon."})
    return raw
