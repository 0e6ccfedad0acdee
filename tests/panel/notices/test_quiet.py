"""Quiet hours by the wall clock of the person's zone: over midnight, over the days when clocks change, over weekends."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from panel.notices.models import Manner
from panel.notices.quiet import is_quiet, zones

LISBON = {"quiet": True, "quiet_from": time(20), "quiet_to": time(8), "time_zone": "Europe/Lisbon"}


@pytest.mark.parametrize(
    ("manner", "moment", "quiet"),
    [
        (LISBON, "2026-01-14 20:00", True),
        (LISBON, "2026-01-14 19:59", False),
        (LISBON, "2026-01-14 07:59", True),
        (LISBON, "2026-01-14 08:00", False),  # the end is not inside
        (LISBON, "2026-07-14 19:00", True),  # in summer the same hours are an hour earlier by UTC
        (LISBON, "2026-07-14 07:00", False),
        (LISBON, "2026-03-29 00:59", True),  # the hour before clocks go forward
        (LISBON, "2026-03-29 07:00", False),  # 08:00 there already
        (LISBON, "2026-10-25 07:59", True),  # and back: 07:59 there again
        ({**LISBON, "quiet": False}, "2026-01-14 23:00", False),
        ({**LISBON, "quiet_from": time(12), "quiet_to": time(13)}, "2026-01-14 12:30", True),
        ({**LISBON, "quiet_from": time(12), "quiet_to": time(13)}, "2026-01-14 13:00", False),
        ({**LISBON, "quiet_weekends": True}, "2026-01-17 12:00", True),
        ({**LISBON, "quiet_weekends": True}, "2026-01-16 12:00", False),
        ({**LISBON, "quiet_weekends": True, "time_zone": "Pacific/Auckland"}, "2026-01-16 12:00", True),  # Saturday there
        ({**LISBON, "time_zone": "Asia/Kathmandu"}, "2026-01-14 14:15", True),  # 20:00 at +05:45
    ],
)
def test_whether_it_is_quiet(manner: dict[str, Any], moment: str, quiet: bool) -> None:
    now = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    assert is_quiet(Manner(**manner), now) is quiet


def test_zones_are_places() -> None:
    assert {"UTC", "Europe/Lisbon", "America/Argentina/Ushuaia"} <= zones()
    assert not {"EST5EDT", "Etc/GMT+5", "localtime"} & zones()
