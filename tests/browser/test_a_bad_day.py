"""A bad day: the server dies and comes back, and somebody signs out in another tab."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import took
from tests.browser.house import Parley
from tests.browser.people import Cast

RECONNECTING = "Reconnecting. You can keep writing, it goes out when we are back."


class TestABadDay:
    def test_the_server_dies_and_what_was_written_goes_out_once(self, cast: Cast, parley: Parley) -> None:
        olga, vera = cast.operator(network=False), cast.visitor(network=False)
        vera.open()
        vera.say("Before")
        olga.view("Unassigned")
        olga.open("Before")
        parley.kill()
        try:
            expect(olga.page.locator(".thread").get_by_text(RECONNECTING)).to_be_visible()
            expect(vera.frame.get_by_text(RECONNECTING)).to_be_visible()
            olga.say("From Olga, meanwhile")
            vera.say("From Vera, meanwhile")
            expect(olga.page.get_by_text("1 message waits for the connection")).to_be_visible()
            expect(vera.frame.get_by_text("1 message waits for the connection")).to_be_visible()
        finally:
            parley.start()
        with took("after the server is back, both have everything"):
            expect(olga.lines()).to_have_count(3)
            expect(vera.lines()).to_have_count(3)
            expect(olga.page.get_by_text("waits for the connection")).to_have_count(0)
        expect(olga.page.locator(".thread").get_by_text(RECONNECTING)).to_be_hidden()
        expect(vera.frame.get_by_text(RECONNECTING)).to_be_hidden()
        said = sorted(["Before", "From Olga, meanwhile", "From Vera, meanwhile"])
        assert sorted(olga.lines().all_inner_texts()) == said
        assert olga.lines().all_inner_texts() == vera.lines().all_inner_texts()

    def test_signing_out_in_one_tab_ends_the_other(self, cast: Cast) -> None:
        olga = cast.operator(network=False)
        other = olga.context.new_page()
        other.goto(f"{cast.parley.url}/accounts/logout/")
        other.get_by_role("button", name="Sign out").click()
        with took("after signing out in one tab, the other says so"):
            expect(olga.page.get_by_role("alert")).to_contain_text("You are signed out")
        # What her tab was just asking for is refused now, and the console says so.
        olga.complaints[:] = [complaint for complaint in olga.complaints if "401 (Unauthorized)" not in complaint]

    def test_what_is_read_elsewhere_is_counted_here(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        vera.open()
        vera.say("One")
        olga.view("Unassigned")
        olga.row("One").wait_for()
        vera.say("Two")
        expect(olga.rows().locator(".count")).to_have_text("2 unread")
        olga.open("Two")
        expect(olga.rows().locator(".count")).to_have_count(0)
        vera.page.get_by_role("button", name="Close chat").first.click()
        olga.say("Three")
        expect(vera.page.locator("parley-chat").get_by_text("Three")).to_be_visible()
        vera.launcher().click()
        expect(olga.page.locator(".msg.out .read")).to_be_visible()

    def test_another_project_and_back_to_the_same_place(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        vera.open()
        vera.say("Stay with me")
        olga.view("Unassigned")
        olga.open("Stay with me")
        place = olga.page.url
        olga.page.goto(f"{cast.parley.url}/panel/projects/new/")
        olga.page.get_by_label("Project name").fill("Outlet")
        olga.page.get_by_label("Site address").fill("outlet.example")
        olga.page.get_by_role("button", name="Add project").click()
        olga.page.get_by_role("link", name="Go to the inbox").click()
        expect(olga.page.get_by_role("heading", name="Waiting for your first visitor")).to_be_visible()
        olga.page.get_by_role("button", name="Outlet").click()
        olga.page.get_by_role("link", name="Acme").click()
        expect(olga.lines()).to_have_text(["Stay with me"])
        assert olga.page.url == place

    def test_a_visitor_who_leaves_is_gone_from_the_list(self, cast: Cast) -> None:
        olga = cast.operator()
        olga.page.get_by_role("link", name="Visitors").click()
        expect(olga.page.get_by_role("heading", name="Nobody is on the site")).to_be_visible()
        vera = cast.visitor()
        with took("a visitor appears in the live list"):
            expect(olga.page.get_by_role("row")).to_have_count(2)
        vera.context.close()
        with took("a visitor who left is gone from the live list"):
            # Who leaves is there for six seconds more.
            expect(olga.page.get_by_role("heading", name="Nobody is on the site")).to_be_visible(timeout=30_000)
