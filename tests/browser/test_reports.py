"""What people wrote and how they were answered stands in the reports a moment later; the board follows while one looks."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.audit import problems
from tests.browser.people import Cast
from tests.browser.sending import worker
from tests.launcher.waiting import wait_for

__all__ = ["worker"]
COUNTED_S = 60  # a busy machine's worker


def figure(page: Page, name: str) -> Locator:
    """The number under this name."""
    return page.locator("dl > div").filter(has=page.locator("dt", has_text=name)).first.locator("dd")


@pytest.mark.usefixtures("worker")
class TestReports:
    def test_a_chat_in_the_reports_and_on_the_board(self, cast: Cast, tmp_path: Path) -> None:
        vera, olga = cast.visitor(), cast.operator()
        vera.open()
        vera.say("Blue bowls?")
        olga.view("All")
        olga.open("Blue bowls?")
        olga.say("Yes, in blue")
        expect(vera.lines().last).to_have_text("Yes, in blue")
        page = olga.page
        ours = f"project_id = (SELECT id FROM accounts_project WHERE public_id = '{cast.customer.project}')"
        counted = f"SELECT seen FROM reports_fact WHERE {ours} AND replied_at IS NOT NULL"
        wait_for(lambda: bool(cast.parley.rows(counted)), "the chat to be counted", within_s=COUNTED_S)

        page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").first.click()
        expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
        expect(figure(page, "Chats")).to_have_text("1 ")
        expect(figure(page, "Answered in 5 minutes")).to_contain_text("100%")
        expect(page.get_by_role("img", name="Chats a day. The most: 1")).to_be_visible()
        expect(page.get_by_role("row", name="Olga Owner").first).to_contain_text("1")
        assert problems(page) == []

        page.get_by_label("Operator", exact=True).select_option("Oscar Operator")
        expect(page.get_by_role("heading", name="Nobody wrote in this period")).to_be_visible()
        page.get_by_label("Operator", exact=True).select_option("All")
        with page.expect_download() as started:
            page.get_by_role("link", name="CSV").click()
        file = tmp_path / "conversations.csv"
        started.value.save_as(file)
        header, *rows = csv.reader(file.read_text().splitlines())
        assert header[0] == "number" and len(rows) == 1
        page.locator("#report-talks").get_by_role("link").first.click()
        expect(olga.lines().last).to_have_text("Yes, in blue")

    def test_the_board_follows(self, cast: Cast) -> None:
        olga = cast.operator()
        page = olga.page
        page.keyboard.press("g")
        page.keyboard.press("r")
        page.get_by_role("link", name="Live board").click()
        expect(figure(page, "Waiting")).to_have_text("0")
        vera = cast.visitor()
        vera.open()
        vera.say("Anybody there?")
        expect(figure(page, "Waiting")).to_have_text("1")
        expect(figure(page, "Open")).to_contain_text("1 is nobody’s")
        oscar = cast.operator(cast.customer.oscar)
        expect(page.get_by_role("listitem").filter(has_text="Oscar Operator")).to_contain_text("Here")
        oscar.view("All")
        oscar.open("Anybody there?")
        oscar.say("Yes")
        expect(figure(page, "Waiting")).to_have_text("0")
        assert problems(page) == []
        page.get_by_role("link", name="Reports").click()
        expect(page.get_by_role("heading", name="Reports", level=1)).to_be_visible()
