"""Laptops that sleep, tabs that crash, clocks that are wrong: nothing is lost, nothing is there twice."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Error, expect

from tests.browser.conftest import took
from tests.browser.house import Parley
from tests.browser.lines import Asleep
from tests.browser.people import Cast

RECONNECTING = "Reconnecting. You can keep writing, it goes out when we are back."


class TestWaking:
    def test_a_frozen_tab_goes_on_where_it_was(self, cast: Cast, parley: Parley) -> None:
        olga, vera = cast.operator(network=False), cast.visitor(network=False)
        vera.open()
        vera.say("One")
        olga.view("Unassigned")
        olga.open("One")
        asleep = Asleep(vera.page, vera.page.frames[-1])
        parley.kill()
        parley.start()
        olga.say("Two")
        expect(olga.page.get_by_text("waits for the connection")).to_have_count(0)
        with took("a frozen tab is awake and has what it missed"):
            asleep.wake()
            expect(vera.lines()).to_have_text(["One", "Two"])
        vera.say("Three")
        expect(olga.lines()).to_have_text(["One", "Two", "Three"])

    def test_a_crashed_tab_loses_nothing(self, cast: Cast, parley: Parley) -> None:
        olga, vera = cast.operator(network=False), cast.visitor(network=False)
        vera.open()
        vera.say("One")
        olga.view("Unassigned")
        olga.open("One")
        parley.kill()
        try:
            expect(vera.frame.get_by_text(RECONNECTING)).to_be_visible()
            for text in ("Two", "Three"):
                vera.say(text)
            expect(vera.lines()).to_have_count(3)
            vera.box().fill("A draft")
            with contextlib.suppress(Error):  # this address ends the renderer, which is an error of its own
                vera.page.goto("chrome://crash")
        finally:
            parley.start()
        vera.page = vera.context.new_page()
        vera.visit(cast.site.url)
        with took("what a crashed tab left has gone out"):
            expect(olga.lines()).to_have_text(["One", "Two", "Three"])
        vera.open()
        expect(vera.lines()).to_have_text(["One", "Two", "Three"])
        expect(vera.box()).to_have_value("A draft")

    def test_away_and_back_sends_once(self, cast: Cast, parley: Parley) -> None:
        olga, vera = cast.operator(network=False), cast.visitor(network=False)
        vera.open()
        vera.say("One")
        olga.view("Unassigned")
        olga.open("One")
        parley.kill()
        try:
            expect(vera.frame.get_by_text(RECONNECTING)).to_be_visible()
            vera.say("Two")
            vera.page.goto(f"{cast.site.url}/bowls")
        finally:
            parley.start()
        vera.page.go_back()
        vera.page.go_forward()
        vera.page.go_back()
        expect(olga.lines()).to_have_text(["One", "Two"])
        vera.open()
        expect(vera.lines()).to_have_text(["One", "Two"])

    def test_clocks_are_a_day_apart(self, cast: Cast, parley: Parley) -> None:
        olga, vera = cast.operator(), cast.visitor(None)
        now = datetime.now(UTC)
        vera.context.clock.set_system_time(now - timedelta(days=1))
        olga.context.clock.set_system_time(now + timedelta(days=1))
        olga.page.reload()
        vera.visit(cast.site.url)
        vera.open()
        vera.say("One")
        olga.view("Unassigned")
        olga.open("One")
        said = ["One"]
        for who, text in ((olga, "Two"), (vera, "Three"), (olga, "Four"), (vera, "Five")):
            who.say(text)
            said.append(text)
            expect(olga.lines()).to_have_text(said)
            expect(vera.lines()).to_have_text(said)
        # And the clock is set right while the chat is open.
        vera.context.clock.set_system_time(now)
        vera.say("Six")
        expect(olga.lines()).to_have_text([*said, "Six"])
        (stored,) = parley.rows("SELECT to_char(max(created_at) AT TIME ZONE 'UTC', 'HH24:MI') FROM chat_message WHERE kind = 'text'")
        shown = vera.page.evaluate(
            "([hours, minutes]) => new Intl.DateTimeFormat(navigator.language, {hour: '2-digit', minute: '2-digit'})"
            ".format(Date.UTC(2026, 0, 5, hours, minutes))",
            [int(part) for part in stored.split(":")],
        )
        expect(vera.frame.locator("li.said.mine small").last).to_contain_text(shown)
