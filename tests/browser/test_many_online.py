"""Two thousand on the site: the live list counts them, finds each, and stays quick while they walk about."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from bench.panel.trace import Event, traced
from tests.boot import ROOT
from tests.browser.conftest import tell, took
from tests.browser.online import title
from tests.browser.people import Cast
from tests.launcher.waiting import START_S

ONLINE, PAGE = 2_000, 100
MOVES, PER_S = 200, 50
HALF, LAST = MOVES // 2, MOVES - 1
LEFT_MS = 30_000  # who leaves is there for six seconds more
TASKS = ("disabled-by-default-devtools.timeline", "toplevel")  # whatever a thread was busy with, as Chromium's versions call it


def rows(page: Page) -> Locator:
    return page.locator("table.tbl tbody tr")


@contextmanager
def walking(cast: Cast) -> Iterator[None]:
    """While the block runs, the first of the crowd go to their next page, fifty a second."""
    argv = [sys.executable, "-m", "tests.browser.online", "move", cast.customer.project, *map(str, (ONLINE, MOVES, PER_S))]
    mover = subprocess.Popen(argv, cwd=ROOT, env=cast.parley.env, stderr=subprocess.PIPE)
    try:
        yield
    finally:
        _, said = mover.communicate()
        assert mover.returncode == 0, said.decode()


def tasks_ms(events: list[Event]) -> list[float]:
    """How long the page's own thread was busy at a time, the longest last: what somebody who presses or scrolls waits for."""
    named = {(one["pid"], one["tid"]): one["args"]["name"] for one in events if one["name"] == "thread_name"}
    ours = [one for one in events if "dur" in one and named.get((one["pid"], one["tid"])) == "CrRendererMain"]
    for name in ("RunTask", "ThreadControllerImpl::RunTask"):
        if found := [one["dur"] / 1000 for one in ours if one["name"] == name]:
            return sorted(found)
    raise AssertionError(f"no tasks in the trace: {sorted({str(one['name']) for one in events})}")


class TestManyOnline:
    def test_two_thousand_are_counted_found_and_seen_to_move(self, cast: Cast) -> None:
        cast.parley.run("-m", "tests.browser.online", "come", cast.customer.project, str(ONLINE))
        olga = cast.operator()
        page = olga.page
        with took("live list of 2,000 visitors, from the press until it stands there"):
            page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/visitors/")
            expect(page.get_by_role("status").filter(has_text="people")).to_have_text("2,000 people")
            expect(rows(page)).to_have_count(PAGE)
        expect(page.get_by_text("100 of 2,000", exact=True)).to_be_visible()
        page.get_by_role("button", name="Show more").click()
        expect(rows(page)).to_have_count(2 * PAGE)

        box = page.get_by_label("Filter visitors")
        with traced(page, *TASKS) as events:
            box.press_sequentially("bowl 1999")
            expect(rows(page)).to_have_count(1)
        expect(rows(page)).to_contain_text(title(1999, 2))
        tell(f"nine letters into its filter: longest task {tasks_ms(events)[-1]:.0f} ms")
        box.fill("")
        expect(rows(page)).to_have_count(2 * PAGE)

        with walking(cast):
            expect(rows(page).first).to_contain_text(title(0, 3), timeout=START_S * 1000)
            with traced(page, *TASKS) as events:
                expect(rows(page).nth(HALF)).to_contain_text(title(HALF, 3))
            # The list is at work as before: whoever is looked for is found where they have just gone.
            # (The words of "Bowl 199 shelf 3" are in "Bowl 1993 shelf 2" as well.)
            box.fill(title(LAST, 3))
            expect(rows(page).filter(has_text=title(LAST, 3))).to_have_count(1)
            box.fill("")
            expect(rows(page).nth(LAST)).to_contain_text(title(LAST, 3))
        tasks = tasks_ms(events)
        stamps = [one["ts"] for one in events if one.get("ts")]
        busy = sum(tasks) / ((stamps[-1] - stamps[0]) / 1000)
        tell(f"while 50 of 2,000 walk on a second: longest task {tasks[-1]:.0f} ms, {busy:.0%} of the thread's time")

    def test_somebody_comes_moves_and_leaves_among_them(self, cast: Cast) -> None:
        cast.parley.run("-m", "tests.browser.online", "come", cast.customer.project, str(ONLINE))
        olga = cast.operator()
        page = olga.page
        page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/visitors/")
        count = page.get_by_role("status").filter(has_text="people")
        expect(count).to_have_text("2,000 people")
        page.get_by_role("button", name="Longest here first").click()
        vera = cast.visitor()
        expect(count).to_have_text("2,001 people")
        newest = rows(page).first
        expect(newest).to_contain_text("Shelf")
        vera.page.evaluate("document.title = 'Deep bowls', history.pushState({}, '', '/bowls')")
        expect(newest).to_contain_text("Deep bowls")

        newest.get_by_role("button", name="Start chat").click()
        page.get_by_label("Your first message").fill("Can I help you choose?")
        page.get_by_role("dialog").get_by_role("button", name="Start chat").click()
        expect(olga.lines()).to_have_text(["Can I help you choose?"])
        vera.page.locator("parley-chat").get_by_role("button").first.click()
        expect(vera.lines()).to_have_text(["Can I help you choose?"])

        page.go_back()
        expect(count).to_have_text("2,001 people")
        vera.page.goto("about:blank")
        expect(count).to_have_text("2,000 people", timeout=LEFT_MS)
