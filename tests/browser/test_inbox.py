"""An operator's day in the inbox: by keyboard, with a way back from everything, and first to speak."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import Cast, Operator, Visitor


def _two_who_wait(cast: Cast) -> tuple[Operator, Visitor, Visitor]:
    """Olga at her inbox, Vera who waits longest, and Wanda."""
    olga = cast.operator()
    olga.view("Unassigned")
    people = []
    for words in ("Blue bowls?", "Green mugs?"):
        visitor = cast.visitor()
        visitor.open()
        visitor.say(words)
        olga.row(words).wait_for()
        people.append(visitor)
    return olga, people[0], people[1]


class TestInbox:
    def test_letters_walk_assign_note_and_finish_with_a_way_back(self, cast: Cast) -> None:
        olga, _, _ = _two_who_wait(cast)
        page, keys = olga.page, olga.page.keyboard
        expect(page).to_have_title(re.compile(r"^\(2\) Inbox"))

        keys.press("n")
        expect(olga.lines()).to_have_text(["Blue bowls?"])
        keys.press("j")
        expect(olga.lines()).to_have_text(["Green mugs?"])
        keys.press("k")
        expect(olga.lines()).to_have_text(["Blue bowls?"])

        keys.press("a")
        expect(page.get_by_role("combobox", name="Find a person")).to_be_focused()
        keys.press("Enter")
        expect(page.get_by_text("You took this over")).to_be_visible()
        expect(olga.rows()).to_have_count(1)

        keys.press("p")
        keys.type("j is only a letter here")
        keys.press("Enter")
        expect(page.locator("li.note")).to_contain_text("j is only a letter here")
        keys.press("Escape")
        keys.press("e")
        expect(page.get_by_role("status").get_by_text("is done")).to_be_visible()
        keys.press("z")
        expect(page.get_by_role("status").get_by_text("is open again")).to_be_visible()
        expect(olga.lines().first).to_have_text("Blue bowls?")

    def test_letters_can_be_switched_off_for_good(self, cast: Cast) -> None:
        olga, _, _ = _two_who_wait(cast)
        olga.page.keyboard.press("?")
        olga.page.get_by_role("switch", name="Single letters").click()
        olga.page.keyboard.press("Escape")
        olga.page.reload()
        olga.row("Blue bowls?").wait_for()
        olga.page.keyboard.press("n")
        olga.page.keyboard.press("?")
        olga.page.keyboard.press("Control+k")  # with Control they stay: whatever the letters had opened would be there by now
        expect(olga.page.get_by_role("dialog", name="Go to anything")).to_be_visible()
        expect(olga.page.get_by_role("dialog")).to_have_count(1)
        expect(olga.page.get_by_role("heading", name="Pick a conversation")).to_be_visible()

    def test_a_colleague_sees_the_work_and_the_counters_move(self, cast: Cast) -> None:
        olga, _, _ = _two_who_wait(cast)
        oscar = cast.operator(cast.customer.oscar)
        oscar.view("All")
        expect(oscar.rows()).to_have_count(2)
        olga.open("Blue bowls?")
        oscar.open("Blue bowls?")
        expect(oscar.page.get_by_text("Olga is looking at this too")).to_be_visible()
        olga.composer().press_sequentially("In three")
        expect(oscar.page.get_by_text("Olga is writing here too")).to_be_visible()
        olga.composer().press("Enter")
        expect(oscar.page.get_by_role("heading", name="Their turn")).to_be_visible()
        expect(oscar.page).to_have_title(re.compile(r"^\(1\) "))

    def test_a_draft_is_kept_for_each_conversation(self, cast: Cast) -> None:
        olga, _, _ = _two_who_wait(cast)
        olga.open("Blue bowls?")
        olga.composer().fill("Half a thought")
        olga.open("Green mugs?")
        expect(olga.composer()).to_have_value("")
        expect(olga.row("Draft: Half a thought")).to_be_visible()
        olga.page.reload()
        olga.row("Draft: Half a thought").click()
        expect(olga.composer()).to_have_value("Half a thought")

    def test_a_preview_is_shown_and_ends_with_the_message(self, cast: Cast) -> None:
        olga, vera, _ = _two_who_wait(cast)
        olga.open("Blue bowls?")
        vera.box().press_sequentially("do you ship")
        expect(olga.page.locator(".msg.typing")).to_contain_text("do you ship")
        vera.box().press("Enter")
        expect(olga.lines()).to_have_text(["Blue bowls?", "do you ship"])
        expect(olga.page.locator(".msg.typing")).to_have_count(0)


class TestVisitors:
    def test_an_operator_speaks_first(self, cast: Cast) -> None:
        olga = cast.operator()
        olga.page.get_by_role("link", name="Visitors").click()
        vera = cast.visitor()
        olga.page.get_by_role("button", name="Start chat").click()
        olga.page.get_by_label("Your first message").fill("Can I help?")
        olga.page.get_by_role("dialog").get_by_role("button", name="Start chat").click()
        expect(olga.lines()).to_have_text(["Can I help?"])
        vera.page.locator("parley-chat").get_by_role("button").first.click()
        expect(vera.lines()).to_have_text(["Can I help?"])

    def test_walks_are_seen_live(self, cast: Cast) -> None:
        olga = cast.operator()
        olga.page.get_by_role("link", name="Visitors").click()
        vera = cast.visitor()
        row = olga.page.get_by_role("row").filter(has_text="First visit")
        row.wait_for()
        vera.page.get_by_role("link", name="Bowls").click()
        expect(row).to_contain_text("Bowls")
