"""Help home and an article of Parley's own help centre, as Lighthouse sees them on a phone, and what they cost it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import tell
from tests.browser.house import Parley
from tests.browser.lighthouse import CATEGORIES, look_at

LEAST = 95
# What a page costs: requests, and bytes as the house itself sends them. The article has a picture, which may weigh 60 kB.
PAGES = {"home": ("", 6, 48_000), "article": ("installing/", 7, 110_000)}


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_finds_nothing_and_little_is_loaded(name: str, parley: Parley) -> None:
    path, requests, size = PAGES[name]
    report = look_at(f"{parley.url}/help/parley/{path}")
    took = sum(report.answers.values())
    tell(f"Lighthouse, help {name}: {report.scores}, {len(report.answers)} requests, {took} B")
    assert set(report.scores) == set(CATEGORIES) and min(report.scores.values()) >= LEAST, report.wrong
    assert len(report.answers) <= requests and took <= size, "\n".join(f"{size} {address}" for address, size in report.answers.items())
