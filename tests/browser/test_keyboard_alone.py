"""The main job without a mouse: from signing in to the settings, and the focus seen wherever it goes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.customers import PASSWORD
from tests.browser.people import Cast, Operator
from tests.browser.sending import worker
from tests.launcher.waiting import wait_for

__all__ = ["worker"]

STOPS = 120  # more than any page has
FOLLOWED_S = 60  # a busy machine's worker
# A press that is no key's is a complaint, which fails the story.
NO_POINTER = "addEventListener('pointerdown', () => console.error('a pointer was used'), true)"

# What has the focus says so: by a ring around it or around the field's frame, or by that frame's border.
SEEN = """() => {
  const at = document.activeElement;
  if (at?.id === 'main') return true; // the page as a whole: nothing to press, and the next Tab is in it
  if (!at || at === document.body || !at.matches(':focus-visible')) return false;
  const { top, bottom, left, right } = at.getBoundingClientRect();
  if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return false;
  const probe = document.createElement('i');
  document.body.append(probe);
  const [focus, noting] = ['--focus', '--note-fg-2'].map((name) => ((probe.style.color = `var(${name})`), getComputedStyle(probe).color));
  probe.remove();
  return [at, at.parentElement, at.parentElement?.parentElement].some((place) => {
    const { outlineStyle, outlineWidth, borderTopColor } = place ? getComputedStyle(place) : {};
    return (outlineStyle && outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || [focus, noting].includes(borderTopColor);
  });
}"""

WHERE = "[document.activeElement.tagName, document.activeElement.id, document.activeElement.ariaLabel].join(' ')"


@dataclass
class Keys:
    """Somebody's hands on the keyboard: after each thing they do, the focus is somewhere, and to be seen."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.look(f"after {key}")

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.look(f"after “{words}”")

    def look(self, when: str) -> None:
        wait_for(lambda: self.page.evaluate(SEEN), f"a focus to be seen {when}: it is at {self.page.evaluate(WHERE)}")

    def walk_to(self, place: Locator) -> None:
        """Tab until the focus is there."""
        expect(place).to_be_visible()
        for _ in range(STOPS):
            if place.evaluate("place => place === document.activeElement"):
                return self.look(f"at {place}")
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by keyboard to {place}")

    def press_on(self, place: Locator) -> None:
        self.walk_to(place)
        self.page.keyboard.press("Enter")

    def write(self, place: Locator, words: str) -> None:
        self.walk_to(place)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def choose(self, field: str, words: str, line: str) -> None:
        """Find a line in the menu that has just opened, and take it."""
        expect(self.page.get_by_role("combobox", name=field)).to_be_focused()
        self.type(words)
        expect(self.page.get_by_role("option", name=line).first).to_be_visible()
        self.page.keyboard.press("Enter")


@pytest.mark.usefixtures("worker")
class TestKeyboardAlone:
    def test_the_main_job(self, cast: Cast) -> None:
        vera = cast.visitor()
        vera.open()
        vera.page.evaluate("window.parley('identify', { name: 'Elif Lindqvist' })")
        vera.say("Is the ash glaze safe?")
        olga = cast.stranger()
        olga.page.add_init_script(NO_POINTER)
        keys = Keys(olga.page)
        _sign_in(cast, keys)
        _answer(olga, keys)
        expect(vera.lines().last).to_have_text("Hello Elif")
        _note_and_tag(keys)
        _hand_over_and_put_off(olga, keys)
        _search(olga, keys)
        _palette_and_done(olga, keys)
        _settings(keys)


def _sign_in(cast: Cast, keys: Keys) -> None:
    page = keys.page
    page.goto(f"{cast.parley.url}/accounts/login/")
    keys.write(page.get_by_label("Email"), cast.customer.olga)
    keys.write(page.get_by_label("Password", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/**")


def _answer(olga: Operator, keys: Keys) -> None:
    """The next one that waits; then with a canned reply that is written on the way."""
    page = keys.page
    keys.press_on(page.get_by_role("group", name="View").get_by_role("button", name="All"))
    expect(olga.rows()).to_have_count(1)
    keys.press("n")
    expect(olga.lines()).to_have_text(["Is the ash glaze safe?"])
    keys.press("r")
    expect(olga.composer()).to_be_focused()
    keys.type("One moment")
    keys.press("Enter")
    expect(olga.lines().last).to_have_text("One moment")
    keys.press("Control+k")
    keys.choose("Go to anything", "write a canned", "Write a canned reply")
    prepare = page.get_by_role("dialog", name="Canned replies")
    keys.write(prepare.get_by_label("Shortcut"), "hi")
    keys.write(prepare.get_by_label("Words"), "Hello {{visitor.first_name|there}}")
    keys.press_on(prepare.get_by_role("button", name="Add reply"))
    expect(prepare.get_by_text("/hi")).to_be_visible()
    keys.press("Escape")
    expect(prepare).to_have_count(0)
    expect(olga.composer()).to_be_focused()  # as it was before
    keys.type("/hi")
    expect(page.get_by_role("option", name="/hi")).to_be_visible()
    keys.press("Tab")
    expect(olga.composer()).to_have_value("Hello Elif")
    keys.press("Enter")


def _note_and_tag(keys: Keys) -> None:
    page = keys.page
    keys.press("Escape", "p")
    keys.type("Came back for more")
    keys.press("Enter")
    expect(page.locator("li.note")).to_contain_text("Came back for more")
    keys.press("Escape", "t")
    keys.choose("Find a tag", "pre-sale", "pre-sale")
    taken = page.get_by_role("button", name="Take the tag pre-sale away")
    expect(taken).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("combobox", name="Find a tag")).to_have_count(0)
    keys.press_on(taken)
    expect(taken).to_have_count(0)
    keys.look("once the tag is gone")


def _hand_over_and_put_off(olga: Operator, keys: Keys) -> None:
    page = keys.page
    keys.press("a")
    expect(page.get_by_role("combobox", name="Find a person")).to_be_focused()
    keys.type("oscar")
    expect(page.get_by_role("option")).to_have_count(1)
    keys.press("Tab")
    expect(page.get_by_label("Note for whoever gets it")).to_be_focused()
    keys.type("You know the glaze")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Assigned to Oscar Operator")).to_be_visible()
    expect(page.locator("li.note").last).to_contain_text("You know the glaze")
    keys.press("h")
    keys.choose("When", "3h", "day")
    expect(olga.row("Elif")).to_contain_text("Back")
    keys.look("once it is put off")


def _search(olga: Operator, keys: Keys) -> None:
    """To the message, wherever it stands."""
    page = keys.page
    keys.press("Escape", "Escape")  # out of the field, back to the list
    expect(page.get_by_role("heading", name="Pick a conversation")).to_be_visible()
    expect(olga.row("Elif")).to_be_focused()
    found, answer = page.locator("a.found"), page.get_by_role("heading", name="In messages")

    def filed() -> bool:
        """The follower is some seconds behind the timeline: asked again until it has filed the line."""
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press("Delete")
        expect(answer).to_have_count(0)
        page.keyboard.type("glaze safe")
        expect(answer).to_be_visible()
        return found.count() == 1

    keys.press("/")
    expect(page.get_by_label("Search conversations and messages")).to_be_focused()
    wait_for(filed, "the words to be found", within_s=FOLLOWED_S)
    keys.press_on(found)
    line = page.locator(".feed .sought")
    expect(line).to_contain_text("Is the ash glaze safe?")
    expect(line).to_be_focused()
    keys.look("at the line")


def _palette_and_done(olga: Operator, keys: Keys) -> None:
    page = keys.page
    keys.press("/", "Escape")  # the search is left
    page.keyboard.press("g")
    keys.press("v")
    expect(page.get_by_role("heading", name="On the site now")).to_be_visible()
    keys.press("Control+k")
    keys.choose("Go to anything", "lindq", "Elif Lindqvist")
    expect(olga.lines().first).to_have_text("Is the ash glaze safe?")
    keys.look("in the conversation")
    keys.press("e")
    expect(page.get_by_role("status").get_by_text("is done")).to_be_visible()
    keys.look("once it is done")
    keys.press("z")
    expect(page.get_by_role("status").get_by_text("is open again")).to_be_visible()
    keys.look("once it is open again")


def _settings(keys: Keys) -> None:
    page = keys.page
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/settings/")
    keys.write(page.get_by_label("Project name"), "Bowls and more")
    keys.press_on(page.get_by_role("button", name="Save settings"))
    expect(page.get_by_role("status")).to_contain_text("Saved.")
