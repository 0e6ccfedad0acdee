"""A working hour: three operators and thirty visitors, every tool in use, nothing reloaded, and a tab as light as it was before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, cycle

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.conftest import tell
from tests.browser.crowd import crowd
from tests.browser.heap import INTERPRETED, held_at_rest
from tests.browser.hour_tools import GUESTS, TOOLS, Hour, all_projects, go_to, tick_all
from tests.browser.people import Cast, Visitor
from tests.browser.sending import worker

__all__ = ["worker"]

IN_PAGES = [["Page 02", "Page 03", "Page 04"], ["Page 05", "Page 06", "Page 07"], ["Page 08", "Page 09", "Page 10"]]  # Vera is the first
TALL: ViewportSize = {"width": 1280, "height": 3200}  # all thirty rows are in view: those far from it are not in the page
WITHIN = 0.2  # of what the tab held before
TOAST_MS = 20_000  # one of many at once stays for ten seconds


@pytest.fixture
def hour(cast: Cast) -> Iterator[Hour]:
    """Three operators at their inboxes; none of the three pages may ever be loaded again."""
    third = cast.parley.run("-m", "tests.browser.hour_world", cast.customer.project, cast.customer.olga).strip()
    with crowd(cast.parley, cast.customer.key, cast.site.url) as guests:
        found = Hour(cast, guests, *(cast.operator(email, viewport=TALL) for email in (None, cast.customer.oscar, third)))
        for one in found.team:
            one.page.evaluate("window.stays = true")
        yield found


@pytest.mark.usefixtures("worker")
class TestWorkingHour:
    flags = (INTERPRETED,)

    def test_three_operators_and_thirty_visitors(self, hour: Hour) -> None:
        vera = hour.named("Vera Vale")
        hour.crowd.come(GUESTS, "Do you ship to Norway?")
        for one in hour.team:
            one.view("All")
            expect(one.rows()).to_have_count(len(GUESTS) + 1)
        for tool in TOOLS:
            tool(hour)
        _lines(hour, vera)
        _to_the_start(hour)
        warm = held_at_rest(hour.page)
        _everybody_is_answered(hour)
        _everything_is_read(hour)
        all_projects(hour)
        _the_hour_is_over(hour, vera)
        after = held_at_rest(hour.page)
        tell(f"working hour, Olga’s tab: {warm} once every tool was used, {after} in the end")
        for one in hour.team:
            assert one.page.evaluate("window.stays"), "a page was loaded again"
        assert abs(after.heap - warm.heap) <= WITHIN * warm.heap, (warm, after)


def _to_the_start(hour: Hour) -> None:
    hour.palette("inbox", "Inbox")
    expect(hour.page.get_by_role("heading", name="Pick a conversation")).to_be_visible()
    hour.olga.view("Mine")
    hour.page.mouse.move(2, 2)  # one that the pointer rests on stays
    expect(hour.page.locator(".toast")).to_have_count(0, timeout=TOAST_MS)


def _lines(hour: Hour, vera: Visitor) -> None:
    """Answered, corrected, and taken back before the visitor's eyes."""
    hour.at("Vera Vale")
    asked = hour.page.locator("li.msg:not(.out)")
    asked.hover()
    asked.get_by_role("button", name="Answer this line").click()
    hour.olga.say("Hello there")
    own = hour.page.locator("li.msg.out").last
    expect(own.locator(".quote")).to_contain_text("Anybody there")
    expect(vera.lines().last).to_contain_text("Hello there")
    own.hover()
    own.get_by_role("button", name="Correct").click()
    hour.page.get_by_role("textbox", name="Correct").fill("Hello Vera")
    hour.page.keyboard.press("Enter")
    expect(vera.lines().last).to_contain_text("Hello Vera")
    expect(hour.page.get_by_role("textbox", name="Correct")).to_have_count(0)  # it closes on the server's answer, and the line moves
    own.hover()
    own.get_by_role("button", name="Take back").click()
    expect(own).to_contain_text("Message removed")
    expect(vera.frame.get_by_text("Hello Vera")).to_have_count(0)


def _everybody_is_answered(hour: Hour) -> None:
    """Guests by whoever's turn it is, and nine more in real pages, three at a time."""
    hour.olga.view("All")
    for operator, name in zip(cycle(hour.team), GUESTS, strict=False):
        go_to(operator, name)
        operator.say(f"We do, {name}")
    for name in GUESTS:
        hour.crowd.hears(name, f"We do, {name}")
    for names in IN_PAGES:
        visitors = [hour.named(name, "/bowls") for name in names]
        for operator, name, visitor in zip(hour.team, names, visitors, strict=True):
            go_to(operator, name)
            operator.say(f"Here I am, {name}")
            expect(visitor.lines().last).to_have_text(f"Here I am, {name}")
            visitor.context.close()


def _everything_is_read(hour: Hour) -> None:
    """Olga walks through all thirty conversations, three times: what was drawn of each must not stay."""
    for name in chain(*IN_PAGES):  # their names may come after their words
        expect(hour.olga.rows().filter(has=hour.page.locator("b bdi", has_text=name))).to_have_count(1)
    names = hour.olga.rows().locator("b bdi").all_text_contents()  # also of those out of sight, which are not laid out
    assert len(names) == len(GUESTS) + 1 + sum(map(len, IN_PAGES))
    for _ in range(3):
        hour.at(names[0])
        hour.page.locator(".thread-h h1").click()
        for name in names[1:]:
            hour.page.keyboard.press("j")
            expect(hour.page.locator(".thread-h h1")).to_have_text(name)


def _the_hour_is_over(hour: Hour, vera: Visitor) -> None:
    """Everybody leaves, everything is done, and Olga is where she began."""
    vera.context.close()
    hour.crowd.leave()
    tick_all(hour)
    hour.page.get_by_role("group", name="With those that are ticked").get_by_role("button", name="Done").click()
    expect(hour.page.get_by_role("heading", name="Your turn")).to_have_count(0)
    expect(hour.page.get_by_role("heading", name="Their turn")).to_have_count(0)
    expect(hour.page.get_by_role("heading", name="Done")).to_be_visible()
    _to_the_start(hour)
