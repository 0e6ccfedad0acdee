"""The help centre: written in the panel, found and read on its own pages and in the chat, and sent by an operator."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, Page, Response, expect

from tests.browser.conftest import tell
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
# What a page costs a reader: bytes, before the edge compresses them, and requests, the picture in the tab included.
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
        for card in (vera.frame.locator(".help-card"), olga.page.locator(".article-card")):
            expect(card).to_have_text(re.compile("^Is the ash glaze dishwasher safe[?]Yes, every day[.]"))
        expect(vera.lines()).to_have_count(2)
        vera.frame.locator(".help-card").click()  # opens in the chat, with the way back
        expect(vera.frame.get_by_role("heading", name="How to keep it matte")).to_be_visible()
        vera.frame.get_by_role("button", name="Back to Olga").click()
        expect(vera.lines()).to_have_count(2)
        editor.goto(place(cast))
        expect(editor.get_by_role("row", name=re.compile("dishwasher safe"))).to_contain_text("100%")

    def follows_each_letter(self, editor: Page) -> None:
        editor.wait_for_load_state()
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
        self.costs_little("home", cast, f"{href}../")
        page = self.costs_little("article", cast, href)
        expect(page.get_by_role("heading", name="How to keep it matte")).to_be_visible()
        page.get_by_role("button", name="No", exact=True).click()
        expect(page.get_by_text("Thank you.")).to_be_visible()
        page.get_by_role("searchbox").fill("platse")
        page.get_by_role("searchbox").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("1 article for")
        page.context.close()

    def costs_little(self, name: str, cast: Cast, address: str) -> Page:
        """The page, in a browser that runs no script; what it took stands in the run's last lines."""
        page = cast.browser.new_context(java_script_enabled=False).new_page()
        asked: list[Response] = []

        def remember(answer: Response) -> None:
            asked.append(answer)

        page.on("response", remember)
        page.goto(address, wait_until="networkidle")
        sizes = [len(answer.body()) if answer.ok else 0 for answer in asked]
        tell(f"help centre, {name}: {len(asked)} requests, {sizes[0]} B of HTML, {sum(sizes)} B in all")
        assert len(asked) <= REQUESTS and sizes[0] <= HTML_BYTES and sum(sizes) <= ALL_BYTES, [answer.url for answer in asked]
        return page

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
