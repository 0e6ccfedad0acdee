"""For people who do not see the screen, or use no mouse: every page in both themes, and where the focus goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, expect

from tests.browser.audit import problems
from tests.browser.house import Parley
from tests.browser.people import Cast, Visitor


def chat_of(vera: Visitor) -> Frame:
    """The chat's own document."""
    frame = vera.page.locator("parley-chat iframe").element_handle().content_frame()
    assert frame
    return frame


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestPages:
    def test_in_public(self, cast: Cast, parley: Parley, theme: str) -> None:
        page = cast.stranger().page
        for path in ("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/demo/mail/"):
            page.goto(f"{parley.url}{path}?theme={theme}")
            assert problems(page) == [], path

    def test_at_the_panel_and_in_the_chat(self, cast: Cast, parley: Parley, theme: str) -> None:
        olga, vera = cast.operator(), cast.visitor(color_scheme=theme)
        vera.launcher().click()
        expect(vera.frame.get_by_role("button", name="Send us a message")).to_be_visible()
        assert problems(chat_of(vera)) == [], "home"
        vera.frame.get_by_role("button", name="Send us a message").click()
        vera.say("Blue bowls?")
        project = f"/panel/{cast.customer.project}"
        for path in ("/panel/projects/new/", f"{project}/install/", f"{project}/settings/", f"{project}/visitors/", f"{project}/inbox/"):
            olga.page.goto(f"{parley.url}{path}?theme={theme}")
            olga.page.get_by_role("heading", level=1).first.wait_for()
            assert problems(olga.page) == [], path
        olga.view("Unassigned")
        olga.open("Blue bowls?")
        olga.say("Yes.")
        olga.note("She asked before.")
        expect(olga.lines()).to_have_count(3)
        expect(vera.lines()).to_have_count(2)
        expect(olga.page.locator(".msg.sending")).to_have_count(0)
        assert problems(olga.page) == [], "thread"
        assert problems(chat_of(vera)) == [], "chat"


class TestFocus:
    def test_escape_closes_the_chat_and_gives_the_focus_back(self, cast: Cast) -> None:
        vera = cast.visitor()
        vera.launcher().focus()
        vera.page.keyboard.press("Enter")
        vera.frame.get_by_role("button", name="Send us a message").press("Enter")
        expect(vera.box()).to_be_focused()
        vera.page.keyboard.press("Tab")
        expect(vera.frame.get_by_role("button", name="Send", exact=True)).to_be_focused()
        vera.page.keyboard.press("Shift+Tab")
        vera.page.keyboard.type("By keyboard alone")
        vera.page.keyboard.press("Enter")
        expect(vera.lines()).to_have_text(["By keyboard alone"])
        vera.page.keyboard.press("Escape")
        expect(vera.launcher()).to_be_focused()
        expect(vera.page.locator("parley-chat iframe")).to_be_hidden()

    def test_dialogs_of_the_panel_give_the_focus_back(self, cast: Cast) -> None:
        olga = cast.operator()
        keys = olga.page.get_by_role("button", name="Keyboard shortcuts")
        keys.focus()
        olga.page.keyboard.press("Enter")
        expect(olga.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        olga.page.keyboard.press("Escape")
        expect(keys).to_be_focused()
