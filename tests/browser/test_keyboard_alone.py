"""The main job without a mouse: from signing in to the settings, and the focus seen wherever it goes."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.customers import PASSWORD
from tests.browser.people import Cast, Operator

STOPS = 120  # more than any page has
# A press that is no key's is a complaint, which fails the story.
NO_POINTER = "addEventListener('pointerdown', () => console.error('a pointer was used'), true)"


def walk_to(page: Page, place: Locator) -> None:
    """Tab until the focus is there, and to be seen."""
    expect(place).to_be_visible()
    for _ in range(STOPS):
        if place.evaluate("place => place === document.activeElement"):
            assert place.evaluate("place => place.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {place}")


def press(page: Page, place: Locator, key: str = "Enter") -> None:
    walk_to(page, place)
    page.keyboard.press(key)


def write(page: Page, place: Locator, words: str) -> None:
    walk_to(page, place)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


class TestKeyboardAlone:
    def test_the_main_job(self, cast: Cast) -> None:
        vera = cast.visitor()
        vera.open()
        vera.page.evaluate("window.parley('identify', { name: 'Elif Lindqvist' })")
        vera.say("Blue bowls?")
        olga = cast.stranger()
        olga.page.add_init_script(NO_POINTER)
        _sign_in(cast, olga)
        _answer(olga)
        expect(vera.lines().last).to_have_text("Hello Elif")
        _note_tag_and_done(olga)
        _search_and_settings(olga)


def _sign_in(cast: Cast, olga: Operator) -> None:
    page = olga.page
    page.goto(f"{cast.parley.url}/accounts/login/")
    write(page, page.get_by_label("Email"), cast.customer.olga)
    write(page, page.get_by_label("Password", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/**")


def _answer(olga: Operator) -> None:
    """The next one that waits, with a canned reply that is written on the way."""
    page, keys = olga.page, olga.page.keyboard
    press(page, page.get_by_role("group", name="View").get_by_role("button", name="Unassigned"))
    expect(olga.rows()).to_have_count(1)
    keys.press("n")
    expect(olga.lines()).to_have_text(["Blue bowls?"])
    keys.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to anything")).to_be_focused()
    keys.type("write a canned")
    expect(page.get_by_role("option", name="Write a canned reply")).to_be_visible()
    keys.press("Enter")
    prepare = page.get_by_role("dialog", name="Canned replies")
    write(page, prepare.get_by_label("Shortcut"), "hi")
    write(page, prepare.get_by_label("Words"), "Hello {{visitor.first_name|there}}")
    press(page, prepare.get_by_role("button", name="Add reply"))
    expect(prepare.get_by_text("/hi")).to_be_visible()
    keys.press("Escape")
    expect(prepare).to_have_count(0)
    keys.press("r")
    expect(olga.composer()).to_be_focused()
    keys.type("/hi")
    expect(page.get_by_role("option", name="/hi")).to_be_visible()
    keys.press("Tab")
    expect(olga.composer()).to_have_value("Hello Elif")
    keys.press("Enter")


def _note_tag_and_done(olga: Operator) -> None:
    page, keys = olga.page, olga.page.keyboard
    keys.press("Escape")
    keys.press("p")
    keys.type("Came back for more")
    keys.press("Enter")
    expect(page.locator("li.note")).to_contain_text("Came back for more")
    keys.press("Escape")
    keys.press("t")
    expect(page.get_by_role("combobox", name="Find a tag")).to_be_focused()
    keys.type("pre-sale")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Take the tag pre-sale away")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("combobox", name="Find a tag")).to_have_count(0)
    keys.press("e")
    expect(page.get_by_role("status").get_by_text("is done")).to_be_visible()


def _search_and_settings(olga: Operator) -> None:
    page, keys = olga.page, olga.page.keyboard
    keys.press("/")
    expect(page.get_by_label("Search conversations and messages")).to_be_focused()
    keys.type("lindq")
    press(page, page.locator("a.found").filter(has_text="Elif Lindqvist"))
    expect(olga.lines().first).to_have_text("Blue bowls?")
    keys.press("g")
    keys.press("s")
    page.wait_for_url("**/settings/")
    write(page, page.get_by_label("Project name"), "Bowls and more")
    press(page, page.get_by_role("button", name="Save settings"))
    expect(page.get_by_role("status")).to_contain_text("Saved.")
