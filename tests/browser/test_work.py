"""A team at work: tags, canned replies, corrections, putting off, drafts and the guard, filters, views, and many at once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.people import Cast, Operator, Visitor


def _one_who_waits(cast: Cast, words: str = "Blue bowls?") -> tuple[Operator, Visitor]:
    olga, vera = cast.operator(), cast.visitor()
    vera.open()
    vera.say(words)
    olga.view("All")
    olga.open(words)
    return olga, vera


class TestWork:
    def test_the_tools_of_one_conversation(self, cast: Cast) -> None:
        olga, vera = _one_who_waits(cast)
        page, keys = olga.page, olga.page.keyboard

        keys.press("Escape")
        keys.press("t")
        page.get_by_role("combobox", name="Find a tag").fill("pre-sale")
        keys.press("Enter")
        expect(page.get_by_role("button", name="Take the tag pre-sale away")).to_be_visible()
        keys.press("Escape")

        keys.press("Control+k")
        page.get_by_role("combobox", name="Go to anything").fill("canned")
        keys.press("Enter")
        prepare = page.get_by_role("dialog", name="Canned replies and macros")
        prepare.get_by_label("Shortcut").fill("hi")
        prepare.get_by_label("Words").fill("Hello {{visitor.first_name|there}}")
        prepare.get_by_role("button", name="Add reply").click()
        expect(prepare.get_by_text("/hi")).to_be_visible()
        keys.press("Escape")
        olga.composer().fill("/h")
        expect(page.get_by_role("option", name="/hi")).to_be_visible()
        keys.press("Tab")
        expect(olga.composer()).to_have_value("Hello there")
        keys.press("Enter")
        expect(vera.lines().last).to_have_text("Hello there")

    def test_a_line_is_corrected_taken_back_and_the_talk_put_off(self, cast: Cast) -> None:
        olga, vera = _one_who_waits(cast)
        page, keys = olga.page, olga.page.keyboard
        olga.say("Hello there")
        expect(vera.lines().last).to_have_text("Hello there")
        own = page.locator("li.msg.out")
        own.hover()
        own.get_by_role("button", name="Correct").click()
        page.get_by_role("textbox", name="Correct").fill("Hello Vera")
        keys.press("Enter")
        expect(vera.lines().last).to_have_text("Hello Vera")
        own.hover()
        own.get_by_role("button", name="Take back").click()
        expect(own).to_contain_text("Message removed")
        expect(vera.frame.get_by_text("Hello Vera")).to_have_count(0)

        keys.press("h")
        page.get_by_role("combobox", name="When").fill("3h")
        keys.press("Enter")
        expect(page.get_by_role("status").get_by_text("is put off")).to_be_visible()
        expect(olga.rows()).to_contain_text("Back ")
        vera.say("Are you there?")
        expect(olga.rows()).not_to_contain_text("Back ")

    def test_a_draft_outlives_its_page_and_a_colleagues_answer_stops_it(self, cast: Cast) -> None:
        olga, vera = _one_who_waits(cast)
        olga.composer().fill("We have them in blue")
        olga.page.reload()
        expect(olga.composer()).to_have_value("We have them in blue")
        oscar = cast.operator(cast.customer.oscar)
        oscar.view("All")
        oscar.open("Blue bowls?")
        oscar.say("Yes, in blue")
        expect(olga.lines().last).to_have_text("Yes, in blue")
        olga.composer().press("Enter")
        expect(olga.page.get_by_role("alert")).to_contain_text("Oscar answered meanwhile")
        expect(olga.composer()).to_have_value("We have them in blue")
        olga.page.get_by_role("button", name="Send anyway").click()
        expect(vera.lines().last).to_have_text("We have them in blue")
        expect(olga.lines()).to_have_text(["Blue bowls?", "Yes, in blue", "We have them in blue"])

    def test_many_at_once_with_one_way_back(self, cast: Cast) -> None:
        olga, _ = _one_who_waits(cast)
        other = cast.visitor()
        other.open()
        other.say("Green mugs?")
        olga.row("Green mugs?").wait_for()
        page = olga.page
        page.get_by_role("button", name="Filter", exact=True).click()
        menu = page.get_by_role("dialog", name="Filter")
        menu.get_by_label("Assigned").select_option("none")
        expect(olga.rows()).to_have_count(2)
        menu.get_by_role("textbox", name="Name of the view").fill("Nobody’s")
        menu.get_by_role("button", name="Keep as a view").click()
        view = page.get_by_role("button", name="Nobody’s 2")
        expect(view).to_have_attribute("aria-pressed", "true")

        page.get_by_role("button", name="Filter, 1 set").click()
        page.get_by_role("button", name="Choose several…").click()
        page.get_by_role("button", name="All that are shown").click()
        page.get_by_role("group", name="With those that are ticked").get_by_role("button", name="Take over").click()
        told = page.get_by_role("status").filter(has_text="2 conversations changed")
        told.wait_for()
        expect(page.get_by_role("group", name="View").get_by_role("button", name="Mine 2")).to_be_visible()
        told.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("group", name="View").get_by_role("button", name="Mine 0")).to_be_visible()
