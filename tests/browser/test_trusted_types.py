"""HDR1: no string becomes markup, neither in the panel nor in the chat, and nothing of ours ever tries."""

from __future__ import annotations

from playwright.sync_api import Frame, Page, expect

from tests.browser.people import Cast, Visitor
from tests.browser.test_for_everybody import chat_of

PLANT = """
() => {
  const caught = (act) => { try { act(); return "nothing"; } catch (error) { return error.name; } };
  return [
    caught(() => { document.createElement("p").innerHTML = "<img src=x>"; }),
    caught(() => document.body.insertAdjacentHTML("beforeend", "<b>x</b>")),
    caught(() => { document.createElement("script").src = "https://evil.example/x.js"; }),
    caught(() => setTimeout("window.planted = true")),
    caught(() => trustedTypes.createPolicy("mine", { createHTML: (text) => text })),
  ];
}
"""
LISTEN = "window.reports = []; addEventListener('securitypolicyviolation', (event) => reports.push(event.violatedDirective));"


def reports(page: Page | Frame) -> list[str]:
    """What the page's policy complained about, by directive."""
    said: list[str] = page.evaluate("window.reports")
    return said


class TestTrustedTypes:
    def test_the_main_job_raises_no_report(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor(None)
        for person in (olga, vera):
            person.context.add_init_script(LISTEN)
        olga.page.reload()
        vera.visit(cast.site.url + "/")
        vera.open()
        vera.say("Blue bowls? https://shop.test/bowls <b>")
        olga.view("Unassigned")
        olga.open("Blue bowls?")
        olga.say("Yes.")
        expect(vera.lines()).to_have_count(2)
        assert (reports(olga.page), reports(chat_of(vera))) == ([], [])

    def test_a_planted_string_throws(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        vera.open()
        for page in (olga.page, chat_of(vera)):
            thrown = page.evaluate(PLANT)
            assert thrown[:3] == ["TypeError"] * 3 and "nothing" not in thrown, thrown
            assert page.evaluate("window.planted") is None
        for person in cast.people:  # these complaints were asked for
            assert any("TrustedHTML" in one for one in person.complaints), person.complaints
            person.complaints.clear()


class TestKeptOut:
    def test_the_chat_says_so(self, cast: Cast) -> None:
        olga, vera = cast.operator(), cast.visitor()
        vera.open()
        vera.say("Take 4242 4242 4242 4242")
        olga.view("Unassigned")
        olga.open("Take ••••")
        expect(olga.page.get_by_text("A card number was hidden")).to_be_visible()
        expect(vera.lines()).to_have_text(["Take ••••"])
        olga.page.get_by_role("link", name="Ban this visitor").click()
        olga.page.get_by_label("Why").fill("Tries cards")
        olga.page.get_by_role("button", name="Ban", exact=True).click()
        expect(olga.page.get_by_text("They are kept out now.")).to_be_visible()
        says(vera, "You cannot write here.")
        vera.page.reload()
        vera.open()
        says(vera, "You cannot write here.")


def says(vera: Visitor, words: str) -> None:
    expect(vera.frame.locator(".banner")).to_have_text(words)
