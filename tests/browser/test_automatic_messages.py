"""Automatic messages: written in the editor, tried in the simulator, shown once on the right page, answered, and for everybody's eyes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.audit import problems
from tests.browser.axe import violations
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.site import page, tag_of
from tests.launcher.waiting import wait_for

TEXT = "Choosing a bowl? Tell me what you eat from it."


def place(cast: Cast, rest: str = "", theme: str = "light") -> str:
    return f"{cast.parley.url}/panel/{cast.customer.project}/settings/automatic-messages/{rest}?theme={theme}"


def row(page: Page, at: int) -> Locator:
    return page.locator("[data-conditions] > li").nth(at)


def write_message(cast: Cast, page: Page) -> None:
    """One for the page of bowls, after a second, with two answers to press."""
    page.goto(place(cast))
    page.get_by_role("link", name="New message").click()
    page.get_by_label("Name", exact=True).fill("Choosing a bowl?")
    page.get_by_label("Message", exact=True).fill(TEXT)
    expect(page.locator("[data-text]")).to_have_text(TEXT)
    row(page, 0).get_by_label("Page", exact=True).fill("/bowls")
    row(page, 1).get_by_label("Time on page", exact=True).fill("1")
    page.get_by_role("button", name="Add a condition").click()
    row(page, 2).get_by_label("What").select_option("Our team")
    page.get_by_label("Answer 1").fill("Soup")
    page.get_by_label("Answer 2").fill("Salad")
    page.get_by_label("After an answer, tag the chat").fill("pre-sale")
    page.locator("header").get_by_role("button", name="Add message").click()
    expect(page.get_by_text("Added. Open pages follow within a minute.")).to_be_visible()


def add_by_rest(cast: Cast, olga: Operator, **fields: Any) -> None:
    """A message that comes after a second."""
    post(cast, olga, "automations", {"conditions": [{"fact": "seconds", "how": "least", "value": 1}], **fields})


def post(cast: Cast, olga: Operator, what: str, fields: dict[str, Any]) -> None:
    """By REST, with the session of whoever is signed in."""
    status = olga.page.evaluate(
        """async ([path, body]) => {
          const token = document.cookie.match(/csrf\\w*=([^;]+)/i)?.[1] ?? "";
          const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
          return (await fetch(path, { method: "POST", headers, body })).status;
        }""",
        [f"/api/v1/projects/{cast.customer.project}/{what}", json.dumps(fields)],
    )
    assert status == 201


def bubble(vera: Visitor) -> Locator:
    return vera.page.locator("parley-chat aside")


class TestAStory:
    def test_written_tried_shown_once_and_answered(self, cast: Cast) -> None:
        olga = cast.operator()  # her inbox stays open: somebody is here
        editor = olga.context.new_page()
        write_message(cast, editor)
        self.tried(editor)
        vera = cast.visitor("/")
        expect(vera.launcher()).to_be_visible()
        vera.page.get_by_role("link", name="Bowls").click()
        expect(bubble(vera)).to_contain_text(TEXT)
        expect(bubble(vera)).to_contain_text("Olga, Acme")
        expect(bubble(vera)).to_contain_text("automatic")
        expect(vera.page.locator("body")).to_be_focused()  # it takes no focus
        bubble(vera).get_by_role("button", name="Soup").click()
        expect(vera.lines()).to_have_text([TEXT, "Soup"])
        expect(bubble(vera)).to_have_count(0)
        olga.view("Unassigned")
        olga.open("Soup")
        expect(olga.lines()).to_have_text([TEXT, "Soup"])
        expect(olga.page.locator(".msg.out .meta")).to_contain_text("Automatic")
        olga.say("Then the deep one.")
        expect(vera.lines().last).to_have_text("Then the deep one.")
        editor.goto(place(cast))
        expect(editor.locator("tbody tr td.num")).to_have_text(["Shown 1", "Opened 1", "Answered 1 100.0%"], use_inner_text=False)

    def tried(self, editor: Page) -> None:
        """Which message would come, and why not: also of what is not saved yet."""
        result = editor.locator("[data-fires] li")
        expect(result).to_have_class("win")
        expect(result).to_contain_text("Choosing a bowl? comes after 1 s")
        editor.get_by_label("Our team", exact=True).last.select_option("Nobody is here")
        expect(result).to_contain_text("Who is here does not fit.")
        row(editor, 2).get_by_role("button", name="Remove the condition").click()
        expect(result).to_have_class("win")
        row(editor, 0).get_by_label("Page", exact=True).fill("/plates/*")
        expect(result).to_contain_text("Fits on other pages, not on this one.")

    def test_each_comes_once_and_none_after_do_not_show_again(self, cast: Cast) -> None:
        olga = cast.operator()
        settings = olga.context.new_page()  # the inbox stays open: whoever leaves it is away, which visitors hear
        settings.goto(place(cast))
        settings.get_by_label("At most, a visit").select_option("2")
        settings.get_by_role("button", name="Save").click()
        expect(settings.get_by_text("Saved.")).to_be_visible()
        for name in ("First", "Second", "Third"):
            add_by_rest(cast, olga, name=name, text=f"{name} message", sender="project")
        vera = cast.visitor("/")
        expect(bubble(vera)).to_contain_text("First message")
        bubble(vera).get_by_role("button", name="Dismiss").click()
        # Were the first one shown on every page, it would stand here again.
        vera.page.get_by_role("link", name="Bowls").click()
        expect(bubble(vera)).to_contain_text("Second message")
        bubble(vera).get_by_role("button", name="Do not show again").click()
        expect(bubble(vera)).to_have_count(0)
        kept = vera.page.evaluate(f"JSON.parse(localStorage['parley:{cast.customer.key}:rules'])")
        assert kept["refused"] is True and len(kept["shown"]) == 2
        told = settings.get_by_text("1 of 2 visitors pressed “Do not show again”")
        wait_for(lambda: settings.goto(place(cast)) and told.is_visible(), "what was pressed to be counted")

    def test_waits_for_consent_and_gives_the_chat_to_a_department(self, cast: Cast) -> None:
        olga = cast.operator()
        post(cast, olga, "departments", {"name": "Sales", "offered": False})
        settings = olga.context.new_page()
        settings.goto(f"{cast.parley.url}/panel/{cast.customer.project}/settings/forms/")
        settings.get_by_label("Words to agree to before anything is written").fill("We keep what you write.")
        settings.get_by_role("button", name="Save forms").click()
        expect(settings.get_by_text("Saved.")).to_be_visible()
        add_by_rest(cast, olga, name="Once known", text="Good to see you again.")
        add_by_rest(cast, olga, name="In the chat", text=TEXT, answers=["Soup"], conditions=[{"fact": "opened", "value": None}])
        settings.goto(place(cast))
        settings.get_by_role("link", name="In the chat").click()
        settings.get_by_label("And give the chat to").select_option("Sales")
        result = settings.locator("[data-fires] li")
        expect(result.first).to_contain_text("Waits until the visitor agrees")
        settings.get_by_text("More about the visitor").click()
        settings.get_by_label("Has opened the chat").check()
        expect(result.last).to_contain_text("Answered, the chat goes to Sales.")
        settings.locator("header").get_by_role("button", name="Save changes").click()
        expect(settings.get_by_text("Saved. Open pages follow within a minute.")).to_be_visible()
        vera = cast.visitor("/")
        vera.launcher().click()
        expect(vera.lines()).to_have_text([TEXT])
        gate = vera.frame.locator("form.gate")
        expect(gate).to_contain_text("We keep what you write.")
        assert vera.page.evaluate("Object.keys(localStorage)") == []
        gate.get_by_role("checkbox").check()
        gate.get_by_role("button", name="Go on").click()
        vera.frame.get_by_role("button", name="Soup").click()
        expect(vera.lines()).to_have_text([TEXT, "Soup"])
        assert f"parley:{cast.customer.key}:rules" in vera.page.evaluate("Object.keys(localStorage)")
        olga.view("Unassigned")
        olga.open("Soup")
        expect(olga.page.get_by_role("complementary", name="Visitor")).to_contain_text("Sales")

    def test_over_no_buy_button_and_not_where_nothing_can_be_remembered(self, cast: Cast) -> None:
        olga = cast.operator()
        add_by_rest(cast, olga, name="First", text="First message", sender="project")
        bar = '<div style="position:fixed;inset:auto 0 0 0;height:190px;background:#ddd">We use cookies.</div>'
        cast.site.show({"/": page("Shelf", tag_of(cast.parley.url, cast.customer.key), more=bar)})
        vera = cast.visitor("/")
        expect(bubble(vera)).to_contain_text("First message")
        box = bubble(vera).bounding_box()
        assert box and box["y"] + box["height"] <= vera.page.viewport_size["height"] - 190  # type: ignore[index]


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestForEverybody:
    def test_list_editor_simulator_and_bubble(self, cast: Cast, theme: str) -> None:
        olga = cast.operator()
        add_by_rest(cast, olga, name="First", text="First message", answers=["Yes", "No"])
        editor = olga.context.new_page()
        for rest in ("", "new/", "try/"):
            editor.goto(place(cast, rest, theme))
            found = violations(editor)
            assert not found, f"{rest} {found}"
            assert problems(editor) == [], rest
        editor.goto(place(cast, "", theme))
        editor.get_by_role("link", name="First").click()
        editor.goto(f"{editor.url}?theme={theme}")
        editor.get_by_text("In other languages").click()
        editor.get_by_text("More about the visitor").click()
        assert violations(editor) == [] and problems(editor) == []
        editor.get_by_label("Message", exact=True).fill("")
        editor.locator("header").get_by_role("button", name="Save changes").click()
        expect(editor.get_by_text("Not saved: something below cannot be taken.")).to_be_visible()
        assert violations(editor) == [] and problems(editor) == []
        vera = cast.visitor("/", color_scheme=theme)
        expect(bubble(vera)).to_contain_text("First message")
        grounds = {"light": "rgb(255, 255, 255)", "dark": "rgb(42, 44, 47)"}
        expect(bubble(vera).locator(".say")).to_have_css("background-color", grounds[theme])
        expect(vera.launcher()).to_have_accessible_name("Open chat, 1 new message")
        assert violations(vera.page, "parley-chat") == []
