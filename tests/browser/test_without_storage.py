"""Browsers that keep nothing, or have no channel between tabs: the chat works, and says what it cannot do."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.lines import Lines, until
from tests.browser.people import Cast

NO_CHANNEL = "delete window.BroadcastChannel"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
NO_DATABASE = "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('blocked', 'SecurityError'); }})"
KEEPS_NOTHING = "This browser keeps nothing: the chat is gone when you close this page."
UNSENT_IS_GONE = "This browser keeps nothing: what is not sent is gone when you close this page."


class TestWithoutStorage:
    def test_without_a_channel_each_tab_has_its_own_socket(self, cast: Cast) -> None:
        olga, vera, lines = cast.operator(), cast.visitor(None), Lines()
        vera.context.add_init_script(NO_CHANNEL)
        lines.follow(vera.page)
        vera.visit(cast.site.url)
        vera.open()
        vera.say("One")
        other = lines.follow(vera.context.new_page())
        other.goto(vera.page.url)
        until(lambda: len(lines.holders()) == 2, other)
        olga.view("Unassigned")
        olga.open("One")
        vera.page.get_by_role("button", name="Close chat").first.click()
        olga.say("Two")
        for tab in (vera.page, other):
            expect(tab.locator("parley-chat u")).to_have_text("1")

    def test_a_full_page_storage_leaves_the_frames_own(self, cast: Cast) -> None:
        vera = cast.visitor(None)
        vera.context.add_init_script(FULL)
        # In a frame of another site Chromium keeps nothing either: that is the next story.
        vera.visit(f"http://localhost:{cast.site.port}")
        vera.open()
        vera.say("Kept all the same")
        expect(vera.frame.get_by_text("Sent")).to_be_visible()
        expect(vera.frame.get_by_text(KEEPS_NOTHING)).to_have_count(0)
        vera.page.reload()
        vera.open()
        expect(vera.lines()).to_have_text(["Kept all the same"])

    def test_without_any_storage_the_visitor_is_told(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor(None)
        vera.context.add_init_script(f"{FULL}; {NO_DATABASE}")
        vera.visit(cast.site.url)
        vera.open()
        expect(vera.frame.get_by_text(KEEPS_NOTHING)).to_be_visible()
        vera.say("Not kept, and sent")
        olga.view("Unassigned")
        olga.open("Not kept, and sent")
        olga.say("It is here")
        expect(vera.lines()).to_have_text(["Not kept, and sent", "It is here"])

    def test_an_operator_is_told_when_the_outbox_cannot_persist(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        vera.open()
        vera.say("One")
        olga.context.add_init_script(FULL)
        olga.page.reload()
        olga.view("Unassigned")
        olga.open("One")
        olga.say("Two")
        expect(olga.page.get_by_text(UNSENT_IS_GONE)).to_be_visible()
        expect(vera.lines()).to_have_text(["One", "Two"])
