"""Many tabs of one person: one connection, and another tab takes over when the one that holds it goes or falls asleep."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import took
from tests.browser.lines import Asleep, Lines, until
from tests.browser.people import Cast, Operator, Visitor

TABS = 20


class TestTabs:
    def test_twenty_tabs_have_one_socket_and_survive_its_holder(self, cast: Cast) -> None:
        olga, vera, lines = cast.operator(), cast.visitor(None), Lines()
        lines.follow(vera.page)
        vera.visit(cast.site.url)
        vera.open()
        vera.say("One")
        olga.view("Unassigned")
        olga.open("One")
        # Nobody reads it: so the launcher counts.
        vera.page.get_by_role("button", name="Close chat").first.click()
        tabs = [vera.page, *(self.another(cast, vera, lines).page for _ in range(1, TABS))]
        for tab in tabs[1:]:
            expect(self.badge(tab)).to_be_attached()
        until(lambda: len(lines.holders()) == 1, vera.page)
        olga.say("Two")
        with took(f"a message is in all of {TABS} tabs"):
            for tab in tabs[1:]:
                expect(self.badge(tab)).to_have_text("1")
        (leader,) = lines.holders()

        tabs.remove(leader)
        with took("the tab that held the socket is closed, another has one"):
            leader.close()
            until(lambda: len(lines.holders()) == 1, tabs[0])
        olga.say("Three")
        for tab in tabs:
            expect(self.badge(tab)).to_have_text("2")

    def test_a_frozen_holder_is_replaced_and_follows_when_it_wakes(self, cast: Cast) -> None:
        olga, vera, lines = cast.operator(), cast.visitor(), Lines()
        vera.open()
        vera.say("One")
        lines.follow(olga.page)
        olga.page.reload()
        tabs = [olga, *(self.beside(cast, olga, lines) for _ in range(2))]
        for tab in tabs:
            tab.view("Unassigned")
            tab.open("One")
            expect(tab.lines()).to_have_text(["One"])
        until(lambda: len(lines.holders()) == 1, olga.page)
        (page,) = lines.holders()
        (holder,) = [tab for tab in tabs if tab.page == page]
        tabs.remove(holder)
        asleep = Asleep(page, page)
        with took("the tab that held the socket is frozen, another has one"):
            until(lambda: len(lines.holders()) == 2, tabs[0].page)
        vera.say("Two")
        for tab in tabs:
            expect(tab.lines()).to_have_text(["One", "Two"])
        with took("the frozen tab is awake and follows"):
            asleep.wake()
            until(lambda: len(lines.holders()) == 1, tabs[0].page)
            expect(holder.lines()).to_have_text(["One", "Two"])
        assert lines.holders() != [page]

    def test_a_tab_without_a_socket_talks(self, cast: Cast) -> None:
        olga, vera, lines = cast.operator(), cast.visitor(None), Lines()
        lines.follow(vera.page)
        vera.visit(cast.site.url)
        vera.open()
        vera.say("From the first tab")
        olga.view("Unassigned")
        olga.open("From the first tab")
        second = self.another(cast, vera, lines)
        second.open()
        expect(second.lines()).to_have_text(["From the first tab"])
        # Which of them holds the one socket is theirs to say; the other talks through it.
        until(lambda: len(lines.holders()) == 1, vera.page)
        (holder,) = lines.holders()
        without = second if holder == vera.page else vera
        without.say("From the second tab")
        said = ["From the first tab", "From the second tab", "Heard in both"]
        olga.lines().get_by_text("From the second tab").wait_for()
        olga.say("Heard in both")
        for everybody in (vera, second, olga):
            expect(everybody.lines()).to_have_text(said)
        assert lines.holders() == [holder]

    def test_operators_tabs_look_at_different_conversations(self, cast: Cast) -> None:
        olga, oscar, lines = cast.operator(), cast.operator(cast.customer.oscar), Lines()
        for name in ("Vera", "Viktor"):
            visitor = cast.visitor()
            visitor.open()
            visitor.say(f"I am {name}")
        lines.follow(olga.page)
        olga.page.reload()
        olga.view("Unassigned")
        olga.open("I am Vera")
        second = self.beside(cast, olga, lines)
        second.open("I am Viktor")
        until(lambda: len(lines.holders()) == 1, olga.page)
        oscar.view("Unassigned")
        for name in ("Vera", "Viktor"):
            oscar.open(f"I am {name}")
            expect(oscar.page.get_by_text("Olga is looking at this too")).to_be_visible()
            oscar.say(f"Hello {name}")
        expect(olga.lines()).to_have_text(["I am Vera", "Hello Vera"])
        expect(second.lines()).to_have_text(["I am Viktor", "Hello Viktor"])
        (holder,) = lines.holders()
        rest = second if holder == olga.page else olga
        holder.close()
        rest.say("And from the tab that is left")
        expect(rest.lines()).to_have_count(3)
        until(lambda: lines.holders() == [rest.page], rest.page)

    @staticmethod
    def another(cast: Cast, vera: Visitor, lines: Lines) -> Visitor:
        """Another tab of the same visitor."""
        tab = cast.visitor(None, context=vera.context)
        lines.follow(tab.page)
        tab.visit(vera.page.url)
        return tab

    @staticmethod
    def beside(cast: Cast, olga: Operator, lines: Lines) -> Operator:
        """Another tab of the same operator, at the same list."""
        tab = cast.stranger(context=olga.context)
        lines.follow(tab.page).goto(olga.page.url)
        tab.view("Unassigned")
        return tab

    @staticmethod
    def badge(page: Page) -> Locator:
        """What the launcher says of unread messages."""
        return page.locator("parley-chat u")
