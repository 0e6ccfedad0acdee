"""A team at work: tags, canned replies, corrections, putting off, drafts and the guard, filters, views, and many at once."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.people import Cast, Operator, Visitor
from tests.browser.site import page, tag_of


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
        panel, keys = olga.page, olga.page.keyboard

        expect(olga.composer()).to_be_focused()
        keys.press("Escape")
        keys.press("t")
        panel.get_by_role("combobox", name="Find a tag").fill("pre-sale")
        keys.press("Enter")
        expect(panel.get_by_role("button", name="Take the tag pre-sale away")).to_be_visible()
        keys.press("Escape")

        keys.press("Control+k")
        panel.get_by_role("combobox", name="Go to anything").fill("write a canned")
        keys.press("Enter")
        prepare = panel.get_by_role("dialog", name="Canned replies")
        prepare.get_by_label("Shortcut").fill("hi")
        prepare.get_by_label("Words").fill("Hello {{visitor.first_name|there}}")
        prepare.get_by_role("button", name="Add reply").click()
        expect(prepare.get_by_text("/hi")).to_be_visible()
        keys.press("Escape")
        olga.composer().fill("/h")
        expect(panel.get_by_role("option", name="/hi")).to_be_visible()
        keys.press("Tab")
        expect(olga.composer()).to_have_value("Hello there")
        keys.press("Enter")
        expect(vera.lines().last).to_have_text("Hello there")

    def test_a_line_is_corrected_taken_back_and_the_talk_put_off(self, cast: Cast) -> None:
        olga, vera = _one_who_waits(cast)
        panel, keys = olga.page, olga.page.keyboard
        olga.say("Hello there")
        expect(vera.lines().last).to_have_text("Hello there")
        own = panel.locator("li.msg.out")
        own.hover()
        own.get_by_role("button", name="Correct").click()
        panel.get_by_role("textbox", name="Correct").fill("Hello Vera")
        keys.press("Enter")
        expect(vera.lines().last).to_have_text("Hello Vera")
        expect(panel.get_by_role("textbox", name="Correct")).to_have_count(0)  # it closes on the server's answer, and the line moves
        own.hover()
        own.get_by_role("button", name="Take back").click()
        expect(own).to_contain_text("Message removed")
        expect(vera.frame.get_by_text("Hello Vera")).to_have_count(0)

        keys.press("h")
        panel.get_by_role("combobox", name="When").fill("3h")
        keys.press("Enter")
        expect(panel.get_by_role("status").get_by_text("is put off")).to_be_visible()
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
        panel = olga.page
        panel.get_by_role("button", name="Filter", exact=True).click()
        menu = panel.get_by_role("dialog", name="Filter")
        menu.get_by_label("Assigned").select_option("none")
        expect(olga.rows()).to_have_count(2)
        menu.get_by_role("textbox", name="Name of the view").fill("Nobody’s")
        menu.get_by_role("button", name="Keep as a view").click()
        view = panel.get_by_role("button", name="Nobody’s 2")
        expect(view).to_have_attribute("aria-pressed", "true")
        expect(menu).to_have_count(0)

        panel.get_by_role("button", name="Filter, 1 set").click()
        panel.get_by_role("button", name="Choose several…").click()
        panel.get_by_role("button", name="All that are shown").click()
        panel.get_by_role("group", name="With those that are ticked").get_by_role("button", name="Take over").click()
        told = panel.get_by_role("status").filter(has_text="2 conversations changed")
        told.wait_for()
        expect(panel.get_by_role("group", name="View").get_by_role("button", name="Mine 2")).to_be_visible()
        told.get_by_role("button", name="Undo").click()
        expect(panel.get_by_role("group", name="View").get_by_role("button", name="Mine 0")).to_be_visible()

    def test_a_note_names_a_colleague_who_hears_of_it(self, cast: Cast) -> None:
        olga, _ = _one_who_waits(cast)
        oscar = cast.operator(cast.customer.oscar)
        oscar.view("All")
        oscar.row("Blue bowls?").wait_for()
        olga.page.get_by_role("button", name="Private note").click()
        olga.composer().press_sequentially("Ask @os")
        expect(olga.page.get_by_role("option", name="Oscar Operator")).to_be_visible()
        olga.composer().press("Enter")
        expect(olga.composer()).to_have_value("Ask @Oscar ")
        olga.composer().press_sequentially("please")
        olga.composer().press("Enter")
        expect(olga.page.locator(".mention")).to_have_text("@Oscar")
        told = oscar.page.get_by_role("status").filter(has_text="Olga Owner mentioned you: Ask @Oscar please")
        told.get_by_role("button", name="Open").click()
        expect(oscar.page.locator(".mention.me")).to_have_text("@Oscar")

    def test_an_answer_carries_what_it_answers(self, cast: Cast) -> None:
        olga, vera = _one_who_waits(cast)
        vera.say("And in green?")
        expect(olga.lines()).to_have_count(2)
        asked = olga.page.locator("li.msg").filter(has_text="Blue bowls?")
        asked.hover()
        asked.get_by_role("button", name="Answer this line").click()
        olga.say("Yes, in three sizes")
        expect(olga.page.locator("li.msg.out .quote")).to_have_text("Blue bowls?")
        answer = vera.frame.locator("li.said").filter(has_text="Yes, in three sizes")
        expect(answer.locator(".quote")).to_have_text("Blue bowls?")


class TestSeveralProjects:
    def test_one_window_for_all_of_them(self, cast: Cast) -> None:
        olga, vera = _one_who_waits(cast)
        panel = olga.page
        here = panel.url
        panel.goto(f"{cast.parley.url}/panel/projects/new/")
        panel.get_by_label("Project name").fill("Outlet")
        panel.get_by_label("Site address").fill("127.0.0.1")
        panel.get_by_role("button", name="Add project").click()
        panel.get_by_role("link", name="Go to the inbox").wait_for()
        found = re.search(r"/w/(\w+)\.js", panel.content())
        assert found is not None
        cast.site.show({**cast.site.pages, "/outlet": page("Outlet", tag_of(cast.parley.url, found[1]))})
        nora = cast.visitor("/outlet")
        nora.open()
        nora.say("Last year’s mugs?")

        panel.goto(here)
        expect(olga.composer()).to_be_visible()
        panel.evaluate("window.stays = true")
        panel.get_by_role("button", name=re.compile("^Acme")).click()
        panel.get_by_role("link", name="Outlet").click()
        olga.view("All")
        expect(olga.row("Last year’s mugs?")).to_be_visible()
        nora.say("Or older ones?")
        expect(olga.row("Or older ones?")).to_be_visible()

        panel.get_by_role("button", name=re.compile("^Outlet")).click()
        panel.get_by_role("button", name="All projects in one list").click()
        expect(olga.rows()).to_have_count(2)
        olga.open("Blue bowls?")
        expect(panel).to_have_url(here)
        olga.say("Yes, in blue")
        expect(vera.lines().last).to_have_text("Yes, in blue")
        panel.locator(".everywhere").get_by_label("Project").select_option("Outlet")
        expect(olga.rows()).to_have_count(1)
        expect(olga.row("Or older ones?")).to_be_visible()
        assert panel.evaluate("window.stays"), "none of it was a reload"


class TestWhatIsPrepared:
    def test_replies_macros_and_tags_in_the_settings(self, cast: Cast) -> None:
        olga, vera = _one_who_waits(cast)
        panel = olga.page
        settings = olga.context.new_page()
        settings.goto(f"{cast.parley.url}/panel/{cast.customer.project}/settings/replies/")
        settings.get_by_label("Shortcut").fill("/blue")
        settings.get_by_label("Words").fill("Yes, in blue, {{visitor.first_name|friend}}")
        settings.get_by_role("button", name="Add reply").click()
        expect(settings.get_by_role("status")).to_have_text("Added.")
        settings.get_by_role("link", name="Macros", exact=True).click()
        settings.get_by_label("Name").fill("Goodbye")
        settings.get_by_label("Says").fill("Have a good day")
        settings.get_by_label("Gives the tags").fill("pre-sale, bowls")
        settings.get_by_label("Afterwards").select_option("It is done")
        settings.get_by_role("button", name="Add macro").click()
        expect(settings.get_by_text("Says “Have a good day”, tags it pre-sale, bowls, and is done")).to_be_visible()

        olga.composer().fill("/bl")
        panel.get_by_role("option", name="/blue").wait_for()
        olga.composer().press("Tab")
        expect(olga.composer()).to_have_value("Yes, in blue, friend")
        olga.composer().press("Enter")
        expect(vera.lines().last).to_have_text("Yes, in blue, friend")
        panel.get_by_role("button", name="More", exact=True).click()
        panel.get_by_role("combobox", name="Find an action").fill("goodbye")
        panel.get_by_role("option", name="Goodbye").wait_for()
        panel.keyboard.press("Enter")
        expect(vera.lines().last).to_have_text("Have a good day")

        settings.get_by_role("link", name="Tags", exact=True).click()
        settings.get_by_role("link", name="Change bowls").click()
        settings.get_by_label("Green").check()
        settings.get_by_role("button", name="Save").click()
        expect(settings.locator(".tag.hue-4").first).to_have_text("bowls")
        settings.get_by_role("link", name="Canned replies").click()
        expect(settings.get_by_text("Inserted once", exact=True)).to_be_visible()
        settings.get_by_role("link", name="Change blue").click()
        settings.get_by_role("button", name="Remove").click()
        expect(settings.get_by_role("heading", name="No canned reply yet")).to_be_visible()
