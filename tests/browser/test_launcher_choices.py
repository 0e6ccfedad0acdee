"""What a project chose for its launcher: gone while nobody is here, and nothing kept before somebody agrees."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.lines import until
from tests.browser.people import Cast, Visitor
from tests.browser.test_reception import WORDS, form, kept_of, saved, settings


class TestHiddenWhileNobodyIsHere:
    def test_who_has_written_finds_it_and_nobody_else(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        vera.open()
        vera.say("Are you there?")
        expect(vera.frame.get_by_text("Sent")).to_be_visible()
        # In a second page: whose inbox is closed is away after six seconds.
        desk = olga.context.new_page()
        desk.goto(f"{cast.parley.url}/panel/{cast.customer.project}/settings/hours/")
        desk.get_by_role("radio", name="Nothing: the launcher is hidden").check()
        desk.get_by_role("button", name="Save hours").click()
        expect(desk.get_by_text("Saved.")).to_be_visible()
        desk.close()
        here = self.come(cast)
        expect(here.launcher()).to_be_visible()
        olga.page.get_by_role("button", name="Olga Owner, available").click()
        olga.page.get_by_label("Available for new chats").click()
        expect(olga.page.get_by_role("button", name="Olga Owner, away")).to_be_visible()
        nia = self.come(cast)
        expect(nia.launcher()).to_be_hidden()
        nia.page.evaluate("parley('show')")
        expect(nia.launcher()).to_be_visible()
        again = cast.visitor(storage_state=vera.context.storage_state())
        again.launcher().click()
        expect(again.lines()).to_have_text(["Are you there?"])
        olga.page.get_by_label("Available for new chats").click()
        expect(olga.page.get_by_role("button", name="Olga Owner, available")).to_be_visible()
        expect(self.come(cast).launcher()).to_be_visible()

    def come(self, cast: Cast) -> Visitor:
        """Somebody whose browser has seen nothing yet, also not the script of a moment ago."""
        visitor = cast.visitor()
        expect(visitor.page.locator("parley-chat")).to_have_count(1)
        return visitor


class TestAskFirst:
    def test_agreed_in_the_chat_and_on_the_page_is_one_thing(self, cast: Cast) -> None:
        olga = cast.operator()
        olga.page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/settings/")
        olga.page.locator("[name=ask_first]").check()
        olga.page.get_by_role("button", name="Save settings").click()
        settings(olga, cast, cast.parley, "forms")
        olga.page.get_by_label("Words to agree to before anything is written").fill(WORDS)
        olga.page.get_by_role("button", name="Save forms").click()
        saved(olga)
        vera = cast.visitor()
        vera.launcher().click()
        vera.frame.get_by_role("button", name="Send us a message").click()
        vera.page.evaluate("parley('consent', true)")  # the page's word is none on the project's words
        expect(form(vera).get_by_role("checkbox")).to_be_visible()
        vera.page.reload()
        vera.launcher().click()
        vera.frame.get_by_role("button", name="Send us a message").click()
        form(vera).get_by_role("checkbox").check()
        assert kept_of(vera) == []
        form(vera).get_by_label("Message").fill("May I?")
        form(vera).get_by_role("button", name="Start chat").click()
        expect(vera.lines().last).to_have_text("May I?")
        vera.page.wait_for_function("Object.keys(localStorage).some((name) => name.endsWith(':token'))")
        until(lambda: self.known(cast) == ["t|t"], vera.page)  # the project's words, and what the page has heard
        vera.page.reload()
        vera.launcher().click()
        expect(vera.lines()).to_have_text(["May I?"])
        vera.page.evaluate("parley('consent', false)")
        expect(form(vera).get_by_role("checkbox")).to_be_visible()
        until(lambda: self.known(cast) == ["f|f"], vera.page)
        assert kept_of(vera) == []

    def known(self, cast: Cast) -> list[str]:
        """The last word on the project's words, and on the page, of its one visitor who has said any."""
        return cast.parley.rows(
            "SELECT c.agreed, v.agreed FROM chat_consent c JOIN chat_visitor v ON v.id = c.visitor_id"
            f" JOIN accounts_project p ON p.id = c.project_id WHERE p.key = '{cast.customer.key}' ORDER BY c.id DESC LIMIT 1"
        )
