"""The tag on a page that is not ours, for a slow phone on slow 4G: nothing moves, and one request brings the launcher.

Times are printed and never judged here: `make bench-widget` measures them, on a quiet machine.
"""

from __future__ import annotations

from typing import ClassVar

from playwright.sync_api import Browser

from bench.widget.shop import shop
from bench.widget.visit import FLAGS, shift_without, visit
from tests.browser.conftest import tell
from tests.browser.customers import Customer
from tests.browser.house import Parley
from tests.browser.site import tag_of


class TestRealPage:
    flags: ClassVar = FLAGS

    def test_it_moves_nothing_and_asks_once(self, browser: Browser, parley: Parley, customer: Customer) -> None:
        with shop(tag_of(parley.url, customer.key)) as origin:
            assert shift_without(browser, f"{origin}/bare") == 0, "the premise: the page itself stands still"
            seen = visit(browser, f"{origin}/", parley.url)
        assert (seen.shift, seen.requests) == (0, 1)
        tell(
            f"a real page, slow phone, slow 4G: launcher {seen.launcher_ms:.0f} ms, open to usable {seen.usable_ms:.0f} ms, "
            f"to the box {seen.box_ms:.0f} ms, long tasks of ours before {seen.tasks} (longest {seen.task_ms:.0f} ms)"
        )
