"""What an operator asks for inside the talk: the whole way, over a reload and a closed laptop, refused, and for everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.audit import problems
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.test_for_everybody import chat_of

ADDRESS = "camille@example.com"
WORDS = "Bowls may write to me about this order."


def talking(cast: Cast, **visitor: str) -> tuple[Operator, Visitor]:
    """An operator and a visitor in a talk that both have open."""
    olga, vera = cast.operator(), cast.visitor(**visitor)
    vera.open()
    vera.say("Is the glaze safe?")
    olga.view("Unassigned")
    olga.open("Is the glaze safe?")
    return olga, vera


def ask_for(olga: Operator, *names: str) -> None:
    """By keyboard, as far as the choices go; email is chosen when the form opens for the first time."""
    olga.page.get_by_role("button", name="Ask for…").press("Enter")
    dialog = olga.page.get_by_role("dialog")
    for name in ("Email", "Phone", "Order number", "Consent"):
        dialog.get_by_role("checkbox", name=name).set_checked(name in names)
    if "Consent" in names:
        dialog.get_by_label("The words to agree to").fill(WORDS)
    expect(dialog.get_by_role("region", name="Preview")).to_contain_text("so that we can answer if you leave")
    dialog.get_by_role("button", name="Ask", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(olga.page.get_by_role("button", name="Ask for…")).to_be_focused()


def form(vera: Visitor) -> Locator:
    return vera.frame.locator("form.asks")


class TestForms:
    def test_asked_typed_reloaded_answered_offline_and_seen(self, cast: Cast) -> None:
        olga, vera = talking(cast)
        ask_for(olga, "Email", "Consent")
        expect(olga.page.locator(".bub.asked")).to_contain_text("Not answered yet")
        expect(form(vera)).to_contain_text("so that we can answer if you leave")
        form(vera).get_by_label("Email").fill("camille@example")
        vera.page.reload()
        vera.open()
        expect(form(vera).get_by_label("Email")).to_have_value("camille@example")
        form(vera).get_by_role("button", name="Save answers").click()
        expect(form(vera)).to_contain_text("Add the end of the address")
        expect(form(vera).get_by_label("Email")).to_be_focused()
        vera.say("I can still write")  # it blocks nothing
        expect(vera.lines().last).to_have_text("I can still write")
        vera.offline()
        form(vera).get_by_label("Email").fill(ADDRESS)
        form(vera).get_by_role("checkbox", name=WORDS).check()
        form(vera).get_by_role("button", name="Save answers").click()
        expect(form(vera)).to_contain_text("Waits for the connection")
        vera.offline(False)
        expect(form(vera)).to_have_count(0)
        expect(vera.lines().last).to_have_text(f"{ADDRESS}\nAgreed: {WORDS}", use_inner_text=True)
        self.seen(olga)
        vera.page.reload()
        vera.open()
        expect(vera.lines().last).to_contain_text(ADDRESS)
        expect(form(vera)).to_have_count(0)

    def seen(self, olga: Operator) -> None:
        """In the thread, and beside it with who asked and why."""
        expect(olga.page.locator(".msg .given")).to_contain_text(ADDRESS)
        expect(olga.page.locator(".bub.asked .fate")).to_have_text("Answered")
        beside = olga.page.get_by_role("complementary", name="Visitor")
        expect(beside.locator(".facts")).to_contain_text(ADDRESS)
        given = beside.locator("section", has=olga.page.get_by_role("heading", name="Given on request"))
        expect(given).to_contain_text("asked by Olga")
        expect(given).to_contain_text("so that we can answer if you leave")
        expect(given).to_contain_text(WORDS)

    def test_in_another_language_when_the_page_changes_it(self, cast: Cast) -> None:
        olga, vera = talking(cast)
        ask_for(olga, "Email")
        expect(form(vera).get_by_role("button", name="Not now")).to_be_visible()
        vera.page.evaluate("parley('locale', 'ar')")
        expect(form(vera).get_by_role("button", name="ليس الآن")).to_be_visible()
        box, button = form(vera).get_by_role("textbox").bounding_box(), form(vera).locator("button.act").bounding_box()
        assert box and button and button["y"] > box["y"] + box["height"]  # one below the other
        assert box["width"] > form(vera).evaluate("form => form.clientWidth") - 32

    def test_not_now(self, cast: Cast) -> None:
        olga, vera = talking(cast)
        ask_for(olga, "Phone")
        form(vera).get_by_role("button", name="Not now").click()
        expect(form(vera)).to_have_count(0)
        expect(vera.lines().last).to_have_text("Not now")
        expect(olga.page.locator(".bub.asked .fate")).to_have_text("Not now")
        expect(olga.page.get_by_role("heading", name="Given on request")).to_have_count(0)

    def test_what_the_server_refuses_stays_typed(self, cast: Cast) -> None:
        olga, vera = talking(cast)
        ask_for(olga, "Phone")
        number = form(vera).get_by_role("textbox", name="Phone number")
        number.fill("5105 1051 0510 5100")
        form(vera).get_by_role("button", name="Save phone number").click()
        expect(form(vera)).to_contain_text("5 to 15 digits")
        expect(number).to_have_value("5105 1051 0510 5100")
        number.fill("3782 822463 10005")  # a card of fifteen digits: the server hides it, and takes no such number
        form(vera).get_by_role("button", name="Save phone number").click()
        expect(form(vera)).to_contain_text("Not saved: This does not look like a phone number.")
        expect(number).to_have_value("3782 822463 10005")
        number.fill("+351 22 123 4567")
        form(vera).get_by_role("button", name="Save phone number").click()
        expect(vera.lines().last).to_have_text("+351 22 123 4567")


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestForEverybody:
    def test_words_names_and_contrast(self, cast: Cast, theme: str) -> None:
        olga, vera = talking(cast, color_scheme=theme)
        olga.page.goto(f"{olga.page.url}?theme={theme}")
        olga.composer().wait_for()
        olga.page.get_by_role("button", name="Ask for…").click()
        expect(olga.page.get_by_role("dialog")).to_be_visible()
        assert problems(olga.page) == [], "dialog"
        olga.page.keyboard.press("Escape")
        ask_for(olga, "Email", "Order number", "Consent")
        expect(form(vera)).to_be_visible()
        assert problems(chat_of(vera)) == [], "form"
        form(vera).get_by_role("button", name="Save answers").click()
        expect(form(vera)).to_contain_text("Fill this in, or choose Not now")
        assert problems(chat_of(vera)) == [], "nothing filled in"
        form(vera).get_by_label("Order number").fill("A-7")
        form(vera).get_by_role("button", name="Save answers").click()
        expect(vera.lines().last).to_contain_text("A-7")
        expect(olga.page.get_by_role("heading", name="Given on request")).to_be_visible()
        assert problems(chat_of(vera)) == [], "answered"
        assert problems(olga.page) == [], "thread"
