"""The help centre: written in the panel, found and read on its own pages and in the chat, sent by an operator, and for everybody's eyes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.audit import problems
from tests.browser.axe import violations
from tests.browser.people import Cast
from tests.hostile import PAYLOADS
from tests.widget.help.world import BROWSER

LONGEST = max(PAYLOADS, key=len)
BODY = """Yes, every day.

## How to keep it matte

- Use the lower rack.

> [!NOTE]
> Gold rims are different.

| Piece | Oven |
| --- | --- |
| Plates | To 180 °C |
"""
# What an article costs a reader: bytes on the wire (compressed as the edge does it) and requests, the picture in the tab included.
HTML_BYTES, ALL_BYTES, REQUESTS = 14_000, 90_000, 7


def place(cast: Cast, rest: str = "") -> str:
    return f"{cast.parley.url}/panel/{cast.customer.project}/settings/help/{rest}"


def write_article(cast: Cast, page: Page, title: str, body: str, topic: str = "Care and glaze") -> None:
    """One, published, under a topic that is made if there is none."""
    page.goto(place(cast))
    if not page.get_by_role("link", name="New article").count():
        page.get_by_label("Name", exact=True).fill(topic)
        page.get_by_role("button", name="Add topic").click()
    page.get_by_role("link", name="New article").click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("textbox", name="Article").fill(body)
    page.locator("header").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. Readers see it within a minute.")).to_be_visible()


class TestAStory:
    def test_written_read_suggested_and_sent(self, cast: Cast) -> None:
        olga = cast.operator()
        editor = olga.context.new_page()
        write_article(cast, editor, "Is the ash glaze dishwasher safe?", BODY)
        self.follows_each_letter(editor)
        vera = cast.visitor("/", user_agent=BROWSER)  # as a person's: a browser without a screen counts as a machine
        vera.launcher().click()
        vera.frame.get_by_role("button", name="Help").click()
        vera.frame.get_by_role("searchbox").fill("dishwahser")
        vera.frame.get_by_role("button", name="Is the ash glaze dishwasher safe?").click()
        expect(vera.frame.get_by_role("heading", name="How to keep it matte")).to_be_visible()
        vera.frame.get_by_role("group", name="Did this answer it?").get_by_role("button", name="Yes").click()
        expect(vera.frame.get_by_text("Thank you.")).to_be_visible()
        vera.frame.get_by_role("button", name="Back to help").click()
        vera.frame.get_by_role("button", name="Back to home").click()
        vera.frame.get_by_role("button", name="Messages").click()
        box = vera.frame.get_by_role("textbox", name="Your message")
        box.fill("Can my plates go into the dishwasher?")
        expect(vera.frame.get_by_role("region", name="This may answer it")).to_contain_text("dishwasher safe")
        box.press("Enter")
        expect(vera.lines()).to_have_text(["Can my plates go into the dishwasher?"])
        olga.view("Unassigned")
        olga.open("Can my plates")
        olga.page.get_by_role("button", name="Article", exact=True).click()
        olga.page.get_by_role("dialog").get_by_role("button", name="Is the ash glaze").click()
        olga.page.get_by_role("button", name="Send", exact=False).last.click()
        card = vera.frame.locator(".help-card")
        expect(card).to_contain_text("Is the ash glaze dishwasher safe?")
        expect(card).to_contain_text("Yes, every day.")
        editor.goto(place(cast))
        expect(editor.get_by_role("row", name=re.compile("dishwasher safe"))).to_contain_text("100%")

    def follows_each_letter(self, editor: Page) -> None:
        field = editor.get_by_role("textbox", name="Article")
        field.press("Control+End")
        field.press_sequentially("\n## Another part")
        expect(editor.locator("[data-body] h2").last).to_have_text("Another part")
        editor.once("dialog", lambda dialog: dialog.accept())  # it was not saved, and says so

    def test_it_reads_without_any_script_and_costs_little(self, cast: Cast) -> None:
        olga = cast.operator()
        write_article(cast, olga.page, "Plates", BODY)
        href = olga.page.get_by_role("main").get_by_role("link", name="See it").get_attribute("href")
        assert href
        page = cast.browser.new_context(java_script_enabled=False).new_page()
        asked: list[tuple[str, int]] = []
        page.on("response", lambda answer: asked.append((answer.url, len(answer.body()) if answer.status == 200 else 0)))
        page.goto(href, wait_until="networkidle")
        expect(page.get_by_role("heading", name="How to keep it matte")).to_be_visible()
        assert len(asked) <= REQUESTS and asked[0][1] <= HTML_BYTES and sum(size for _, size in asked) <= ALL_BYTES, asked
        page.get_by_role("button", name="No", exact=True).click()
        expect(page.get_by_text("Thank you.")).to_be_visible()
        page.get_by_role("searchbox").fill("platse")
        page.get_by_role("searchbox").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("1 article for")
        page.context.close()

    def test_hostile_words_stay_words(self, cast: Cast) -> None:
        olga = cast.operator()
        ran: list[str] = []

        def remember(dialog: Dialog) -> None:
            ran.append(dialog.message)
            dialog.dismiss()

        olga.page.on("dialog", remember)
        write_article(
            cast, olga.page, LONGEST[:160], "\n\n".join(f"{word}\n\n[{word}]({word})" for word in PAYLOADS[:60]), topic=LONGEST[:60]
        )
        href = olga.page.get_by_role("main").get_by_role("link", name="See it").get_attribute("href")
        for address in (href, f"{href}../", f"{href}../search/?q={LONGEST[:40]}", place(cast)):
            olga.page.goto(str(address))
            assert not olga.page.evaluate("[...document.links].some((one) => /^(javascript|data|vbscript):/i.test(one.href))")
        assert not ran


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_for_everybodys_eyes(cast: Cast, theme: Any) -> None:
    olga = cast.operator()
    write_article(cast, olga.page, "Plates", BODY)
    href = str(olga.page.get_by_role("main").get_by_role("link", name="See it").get_attribute("href"))
    here = olga.page.url
    for address in (href, f"{href}../", f"{href}../topics/care-and-glaze/", f"{href}../search/?q=nothing", place(cast), here):
        olga.page.goto(f"{address}{'&' if '?' in address else '?'}theme={theme}")
        assert violations(olga.page) == [], address
        olga.page.set_viewport_size({"width": 390, "height": 844})
        assert problems(olga.page) == [], address
        olga.page.set_viewport_size({"width": 1280, "height": 900})
