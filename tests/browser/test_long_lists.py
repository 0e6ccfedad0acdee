"""Hundreds of conversations and of lines: what is far from the view costs nothing, and is there as soon as somebody comes near."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import Parley
from tests.browser.long_lists import LINES, TALKS
from tests.browser.people import Cast, Operator

ROWS_AT_MOST = 120  # in the page, of all


@pytest.fixture
def olga(cast: Cast, parley: Parley) -> Operator:
    parley.run("-m", "tests.browser.long_lists", cast.customer.project, cast.customer.olga)
    olga = cast.operator()
    olga.view("Unassigned")
    expect(olga.rows().first).to_be_visible()
    return olga


def scroll_to(page: Page, box: str, top: str) -> None:
    page.locator(box).evaluate(f"(box) => box.scrollTo(0, {top})")


def load_all(page: Page, button: str, box: str, top: str, each: str) -> None:
    """Press on towards the end until there is no more; `each` is what a page of it brings."""
    gone = f"![...document.querySelectorAll('button')].some((one) => one.textContent === '{button}')"
    grew = f"(n) => document.querySelectorAll('{each}').length > n || {gone}"
    more = page.get_by_role("button", name=button)
    expect(more).to_be_visible()  # a page is there, and not yet all
    while more.count():
        before = page.locator(each).count()
        scroll_to(page, box, top)
        page.wait_for_function(grew, arg=before)


class TestLongLists:
    def test_of_many_conversations_those_in_view_are_in_the_page_and_it_follows_who_walks(self, olga: Operator) -> None:
        page = olga.page
        page.set_viewport_size({"width": 1280, "height": 520})
        for _ in range(12):
            page.keyboard.press("j")
        expect(olga.lines()).to_have_text(["Question 11."])
        expect(olga.row("Question 11.")).to_be_in_viewport(ratio=1)

        load_all(page, "Show more", ".list-b", "box.scrollHeight", ".list-b [role=list] > div")
        scroll_to(page, ".list-b", "box.scrollHeight")
        last = olga.row(f"Question {TALKS - 1}.")
        expect(last).to_be_in_viewport()
        expect(page.get_by_role("listitem").filter(has=last)).to_have_attribute("aria-posinset", str(TALKS))
        assert olga.rows().count() <= ROWS_AT_MOST
        last.click()
        expect(olga.lines()).to_have_text([f"Question {TALKS - 1}."])

        expect(olga.composer()).to_be_focused()
        page.keyboard.press("Escape")  # out of the composer
        scroll_to(page, ".list-b", "0")
        expect(olga.row(f"Line {LINES} of many")).to_be_in_viewport()
        expect(last).to_have_count(0)
        page.keyboard.press("k")
        expect(olga.lines()).to_have_text([f"Question {TALKS - 2}."])
        expect(olga.row(f"Question {TALKS - 2}.")).to_be_in_viewport()  # the list follows

    def test_a_long_thread_is_read_to_its_beginning_and_written_in(self, olga: Operator) -> None:
        page = olga.page
        olga.open(f"Line {LINES} of many")
        load_all(page, "Show earlier messages", ".feed", "-box.scrollHeight", ".feed li.msg")
        expect(olga.lines()).to_have_count(LINES)
        scroll_to(page, ".feed", "-box.scrollHeight")
        expect(olga.lines().first).to_be_in_viewport()
        expect(olga.lines().first).to_have_text("Line 1 of many")
        expect(page.locator(".feed ol.far").last).to_contain_text(f"Line {LINES} of many")
        olga.say("All read")
        expect(olga.lines().last).to_have_text("All read")
        expect(olga.lines().last).to_be_in_viewport()
        expect(page.locator(".feed ol.far").first).to_contain_text("Line 1 of many")
        page.get_by_role("log").get_by_text("Line 40 of many").scroll_into_view_if_needed()
        expect(olga.lines().nth(39)).to_be_in_viewport()
