"""When a project is open: weeks, zones, clocks that jump, special days, and hours that no clock has."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.errors import Invalid
from chat.hours import Hours, clean_day, clean_week, clean_zone, zones

NINE_TO_FIVE = ((540, 1020),)
WEEKDAYS = (NINE_TO_FIVE,) * 5 + ((), ())
NEVER: tuple[Any, ...] = ((),) * 7
ALWAYS = (((0, 1440),),) * 7


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def told(moments: list[datetime]) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in moments]


@pytest.mark.parametrize(
    ("zone", "moment", "is_open"),
    [
        ("Europe/Lisbon", "2026-05-12 08:00", True),  # summer: 09:00 there
        ("Europe/Lisbon", "2026-05-12 07:59", False),
        ("Europe/Lisbon", "2026-12-01 08:59", False),  # winter: UTC itself
        ("Europe/Lisbon", "2026-12-01 09:00", True),
        ("Europe/Lisbon", "2026-05-12 16:00", False),  # the end is closed
        ("Asia/Kathmandu", "2026-05-12 03:15", True),  # +05:45
        ("Asia/Kathmandu", "2026-05-12 03:14", False),
        ("Pacific/Kiritimati", "2026-05-10 19:00", True),  # Monday already there, +14
        ("America/Los_Angeles", "2026-05-16 00:30", False),  # Friday 17:30 there
        ("America/Los_Angeles", "2026-05-15 23:30", True),  # Friday 16:30 there
        ("Europe/Lisbon", "2026-05-16 10:00", False),  # Saturday
    ],
)
def test_a_week_in_its_own_zone(zone: str, moment: str, is_open: bool) -> None:
    assert Hours(zone, WEEKDAYS).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("hours", "moment", "changes"),
    [
        (Hours("Europe/Lisbon", WEEKDAYS), "2026-05-15 12:00", ["2026-05-15 16:00", "2026-05-18 08:00", "2026-05-18 16:00"]),
        # Over the night in which summer ends: the same wall clock, an hour more in between.
        (Hours("Europe/Berlin", WEEKDAYS), "2026-10-23 16:00", ["2026-10-26 08:00", "2026-10-26 16:00", "2026-10-27 08:00"]),
        # Past midnight, and a range that ends at midnight touches the next day's.
        (Hours("UTC", (((1320, 120),),) * 7), "2026-05-12 00:00", ["2026-05-12 02:00", "2026-05-12 22:00", "2026-05-13 02:00"]),
        (Hours("UTC", (((600, 1440),), ((0, 600),), *NEVER[2:])), "2026-05-11 12:00", ["2026-05-12 10:00", "2026-05-18 10:00"]),
        # Breaks; ranges that overlap or stand inside one another are one.
        (
            Hours("UTC", (((540, 720), (780, 1020)), *NEVER[1:])),
            "2026-05-11 08:00",
            ["2026-05-11 09:00", "2026-05-11 12:00", "2026-05-11 13:00"],
        ),
        (Hours("UTC", (((540, 720), (600, 660), (700, 1020)), *NEVER[1:])), "2026-05-11 08:00", ["2026-05-11 09:00", "2026-05-11 17:00"]),
        (Hours("UTC", None), "2026-05-11 08:00", []),
        (Hours("UTC", ALWAYS), "2026-05-11 08:00", []),
        (Hours("UTC", NEVER), "2026-05-11 08:00", []),
    ],
)
def test_changes(hours: Hours, moment: str, changes: list[str]) -> None:
    assert told(hours.changes(at(moment)))[: len(changes) or None] == changes


@pytest.mark.parametrize(
    ("day", "ranges", "spans"),
    [
        # Berlin, 29 March 2026: from 02:00 the clock jumps to 03:00.
        (date(2026, 3, 29), ((60, 240),), [("00:00", "02:00")]),  # 01:00-04:00 is two hours long
        (date(2026, 3, 29), ((150, 240),), [("01:30", "02:00")]),  # 02:30 does not exist: 03:30
        (date(2026, 3, 29), ((135, 165),), [("01:15", "01:45")]),  # nothing of it exists: as long, after the jump
        # 25 October 2026: 02:00 to 03:00 comes twice.
        (date(2026, 10, 25), ((60, 150),), [("23:00", "01:30")]),  # until the second 02:30
        (date(2026, 10, 25), ((150, 240),), [("00:30", "03:00")]),  # from the first 02:30
    ],
)
def test_days_on_which_the_clock_is_changed(day: date, ranges: tuple[tuple[int, int], ...], spans: list[tuple[str, str]]) -> None:
    found = Hours("Europe/Berlin", NEVER, {day: ranges}).spans(day, 1)
    assert [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in found] == spans


def test_a_day_that_a_country_has_skipped() -> None:
    """Samoa had no 30 December 2011; what was to be open then is open the day after."""
    hours = Hours("Pacific/Apia", ALWAYS)
    assert hours.is_open(at("2011-12-30 10:30")) and hours.changes(at("2011-12-29 00:00")) == []


class TestSpecialDays:
    def test_a_day_off_and_a_short_day(self) -> None:
        hours = Hours("UTC", WEEKDAYS, {date(2026, 12, 25): (), date(2026, 12, 24): ((540, 720),), date(2026, 12, 26): ((600, 660),)})
        assert told(hours.changes(at("2026-12-24 10:00"), 4)) == [
            "2026-12-24 12:00",
            "2026-12-26 10:00",
            "2026-12-26 11:00",
            "2026-12-28 09:00",
        ]

    def test_a_night_that_began_before_it_goes_on(self) -> None:
        hours = Hours("UTC", (((1320, 120),),) * 7, {date(2026, 12, 25): ()})
        assert hours.is_open(at("2026-12-25 01:00")) and not hours.is_open(at("2026-12-25 23:00"))

    def test_closed_for_half_a_year_is_still_found(self) -> None:
        off: dict[date, tuple[tuple[int, int], ...]] = {date(2026, month, day): () for month in range(1, 7) for day in range(1, 29)}
        off |= {
            date(2026, month, day): ()
            for month in range(1, 7)
            for day in (29, 30, 31)
            if not (month == 2 or (day == 31 and month in (4, 6)))
        }
        assert told(Hours("UTC", WEEKDAYS, off).changes(at("2026-01-01 00:00"), 1)) == ["2026-07-01 09:00"]


class TestWhatIsSent:
    @pytest.mark.parametrize(
        "raw",
        [
            7,
            "always",
            {},
            [[]] * 6,
            [[]] * 8,
            [None] * 7,
            [[[540]]] + [[]] * 6,
            [[[-1, 60]]] + [[]] * 6,
            [[[0, 1441]]] + [[]] * 6,
            [[[1440, 60]]] + [[]] * 6,
        ],
    )
    def test_no_week(self, raw: object) -> None:
        with pytest.raises(Invalid):
            clean_week(raw)

    @pytest.mark.parametrize(
        "raw",
        [
            [[540, 540]],
            [["09:00", "17:00"]],
            [[540.5, 1020]],
            [[True, 1020]],
            [[0, 0]],
            [[0, 10]] * 5,
            [[10**30, 60]],
            "x",
            [[540, 1020, 1]],
        ],
    )
    def test_no_day(self, raw: object) -> None:
        with pytest.raises(Invalid):
            clean_day(raw)

    def test_good_ones(self) -> None:
        assert clean_week(None) is None
        assert clean_week([[[780, 1020], [540, 720]]] + [[]] * 6) == [[[540, 720], [780, 1020]]] + [[]] * 6
        assert clean_day([[1320, 120], [0, 1440]]) == [[0, 1440], [1320, 120]]

    @pytest.mark.parametrize("raw", ["Mars/Olympus", "", None, 7, "../../etc/passwd", "Europe", "europe/lisbon", "<script>"])
    def test_no_zone(self, raw: object) -> None:
        with pytest.raises(Invalid):
            clean_zone(raw)

    def test_every_zone_of_the_list_can_be_kept(self) -> None:
        assert {"UTC", "Europe/Lisbon", "America/Argentina/Buenos_Aires"} <= zones()
        for zone in sorted(zones()):
            assert len(Hours(clean_zone(zone), WEEKDAYS).changes(at("2026-03-28 00:00"), 2)) == 2
