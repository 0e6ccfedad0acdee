"""What a widget looks like is chosen in the panel: the preview follows, and then the widget on the site looks so."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.audit import problems
from tests.browser.axe import violations
from tests.browser.house import Parley
from tests.browser.people import Cast, Operator
from tests.browser.site import Site, page, shop, tag_of


def designer(cast: Cast, parley: Parley) -> Operator:
    olga = cast.operator()
    olga.page.goto(f"{parley.url}/panel/{cast.customer.project}/settings/looks/")
    return olga


def save(page: Page) -> None:
    page.get_by_role("button", name="Save looks").click()
    expect(page.get_by_text("Saved. Open pages follow within a minute.")).to_be_visible()


def style(element: Locator, name: str, pseudo: str = "") -> str:
    found: Any = element.evaluate("(each, [name, pseudo]) => getComputedStyle(each, pseudo)[name]", [name, pseudo or None])
    return str(found)


def choose(form: Page) -> None:
    """Yellow, with words and a question mark, to the left and higher, dark, not on phones and not among the bowls."""
    form.get_by_label("Other colour").fill("#FFD600")
    expect(form.get_by_text("Dark text on this colour reads well, 12.3 to 1")).to_be_visible()
    form.get_by_role("radio", name="Bubble with words").check(force=True)
    form.get_by_role("radio", name="Question mark").check(force=True)
    form.get_by_label("Letters of the mark").fill("ab")
    form.get_by_role("radio", name="Dark").check(force=True)
    computer = form.get_by_role("group", name="On a computer")
    computer.get_by_role("radio", name="Left").check(force=True)
    computer.get_by_label("From the bottom").fill("80")
    form.get_by_role("group", name="On a phone").get_by_label("Show the launcher").uncheck()
    form.get_by_label("Never on").fill("/bowls")


def preview(form: Page, seen: Locator) -> None:
    """What is seen beside the form follows it."""
    assert style(seen.locator("[data-launcher]"), "backgroundColor") == "rgb(255, 214, 0)"
    expect(seen.get_by_text("Chat with us")).to_be_visible()
    expect(seen.locator("[data-mark]")).to_have_text("AB")
    expect(seen).to_have_attribute("data-side", "start")
    form.get_by_label("Try a page").fill("/bowls")
    expect(form.get_by_text("It does not show there.")).to_be_visible()
    form.get_by_label("Try a page").fill("/")
    form.get_by_role("button", name="On a phone").click()
    expect(seen.locator("[data-launcher]")).to_be_hidden()


class TestLooks:
    def test_the_preview_follows_and_the_widget_looks_so(self, cast: Cast, parley: Parley, site: Site) -> None:
        olga = designer(cast, parley)
        form = olga.page
        choose(form)
        preview(form, form.locator("[data-preview]"))
        save(form)

        form.goto(f"{form.url.split('?')[0]}texts/?language=en")
        form.get_by_label("Chat with us").fill("Ask us")
        form.get_by_label("Send us a message").fill("Write to the pottery")
        form.get_by_role("button", name="Save words").click()
        expect(form.get_by_text("2 of your own")).to_be_visible()

        vera = cast.visitor(color_scheme="light")
        launcher = vera.page.locator("parley-chat").get_by_role("button", name="Ask us")
        expect(launcher).to_be_visible()
        assert style(launcher, "backgroundColor") == "rgb(255, 214, 0)"
        assert style(launcher, "content", "::after") == '"Ask us"'
        box = launcher.bounding_box()
        size = vera.page.viewport_size
        assert box and size and (box["x"], round(size["height"] - box["y"] - box["height"])) == (22, 80)
        launcher.click()
        expect(vera.frame.get_by_role("button", name="Write to the pottery")).to_be_visible()
        expect(vera.frame.locator(".mark")).to_have_text("AB")
        expect(vera.frame.locator("html")).to_have_attribute("data-theme", "dark")
        vera.frame.get_by_role("button", name="Close chat").click()
        vera.page.evaluate("history.pushState({}, '', '/bowls')")
        expect(launcher).to_be_hidden()
        phone = cast.visitor(viewport={"width": 390, "height": 844}, has_touch=True)
        expect(phone.page.locator("parley-chat")).to_be_attached()
        expect(phone.page.locator("parley-chat button[aria-expanded]")).to_be_hidden()

    def test_a_part_of_the_page_and_opened_by_the_pages_own_link(self, cast: Cast, parley: Parley, site: Site) -> None:
        olga = designer(cast, parley)
        olga.page.get_by_label("Also opened by").fill("#help")
        olga.page.get_by_label("As a part of the page, inside").fill("#chat")
        olga.page.get_by_label("Height there, in pixels").fill("400")
        save(olga.page)
        tag = tag_of(parley.url, cast.customer.key)
        more = '<button id="first" autofocus>First</button><div id="chat"></div>'
        site.show(
            {
                **shop(tag),
                "/bowls": page("Bowls", tag, more='<a id="help" href="#help">Help</a>'),
                "/contact": page("Contact", tag, more=more),
            }
        )
        vera = cast.visitor("/contact")
        expect(vera.frame.get_by_role("button", name="Send us a message")).to_be_visible()
        inside = vera.page.locator("#chat parley-chat iframe").bounding_box()
        assert inside and inside["height"] == 400
        expect(vera.page.locator("#first")).to_be_focused()
        expect(vera.frame.get_by_role("button", name="Close chat")).to_have_count(0)
        vera.visit(f"{site.url}/bowls")
        vera.page.get_by_role("link", name="Help").click()
        expect(vera.frame.get_by_role("button", name="Send us a message")).to_be_visible()
        assert vera.page.url.endswith("/bowls")

    def test_a_window_of_its_own_goes_on_as_the_same_visitor(self, cast: Cast) -> None:
        vera = cast.visitor()
        vera.open()
        vera.say("I am on the page")
        expect(vera.frame.get_by_text(re.compile("Sent$"))).to_be_visible()
        vera.frame.get_by_role("button", name="More").click()
        with vera.context.expect_page() as opening:
            vera.frame.get_by_role("button", name="Open in a window").click()
        window = opening.value
        expect(window.get_by_text("I am on the page")).to_be_visible()
        expect(vera.page.locator("parley-chat iframe")).to_be_hidden()
        window.get_by_label("Your message").fill("And now in a window")
        window.get_by_label("Your message").press("Enter")
        vera.launcher().click()
        expect(vera.frame.get_by_text("And now in a window")).to_be_visible()


# The words of the rail, or of the tab bar: none is wider than where it stands.
IN_THEIR_PLACE = """
() => [...document.querySelectorAll(".rail li > a > span, .tabbar a > span")].every((word) => {
  const [inside, around] = [word, word.closest("a")].map((each) => each.getBoundingClientRect());
  return inside.left >= around.left && inside.right <= around.right;
})
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestLanguages:
    def test_arabic_german_and_longer_words_have_room(self, cast: Cast, parley: Parley, theme: str) -> None:
        olga, chat = cast.operator(), cast.stranger(locale="ar").page
        project = f"{parley.url}/panel/{cast.customer.project}"
        for path, query in (("looks/", ""), ("looks/texts/", "language=ar"), ("looks/", "lang=de"), ("looks/", "lang=en-xa")):
            olga.page.goto(f"{project}/settings/{path}?theme={theme}&{query}")
            expect(olga.page.locator("main h1")).to_be_visible()
            assert violations(olga.page) + problems(olga.page) == [], (path, query)
        for width in (390, 1280):
            olga.page.set_viewport_size({"width": width, "height": 844})
            for query, said in (("lang=de", "Posteingang"), ("lang=en-xa", "Îñbõx"), ("dir=rtl", "Inbox")):
                olga.page.goto(f"{project}/inbox/?theme={theme}&{query}")
                expect(olga.page.get_by_text(said).locator("visible=true").first).to_be_visible()
                assert olga.page.evaluate("document.documentElement.scrollWidth") <= width, (width, query)
                assert olga.page.evaluate(IN_THEIR_PLACE), (width, query)
        rail = olga.page.locator("nav").first.bounding_box()
        assert rail and rail["x"] + rail["width"] == 1280, "from right to left the first column is at the right"

        chat.set_viewport_size({"width": 390, "height": 844})
        chat.goto(f"{parley.url}/w/{cast.customer.key}/?lang=ar&theme={theme}")
        way = chat.get_by_role("button", name="أرسل إلينا رسالة")
        expect(way).to_be_visible()
        expect(chat.locator("html")).to_have_attribute("dir", "rtl")
        words, tip = way.locator("b").bounding_box(), way.locator(".tip").bounding_box()
        assert words and tip and words["x"] > tip["x"], "what one reads first is at the right"
        assert violations(chat) + problems(chat) == []
        way.click()
        expect(chat.get_by_label("رسالتك")).to_be_visible()
        assert violations(chat) + problems(chat) == []
        assert chat.evaluate("document.documentElement.scrollWidth") <= 390
