"""How people are received: the form that keeps what was typed, the gate before anything is kept, and nothing asked twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, expect

from tests.boot import ROOT
from tests.browser.audit import problems
from tests.browser.house import Parley
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.test_for_everybody import chat_of

ADDRESS = "camille@atelier.example"
WORDS = "You may keep this chat so that I find it here next time."
PICTURES = ROOT / "var" / "pictures"


def settings(olga: Operator, cast: Cast, parley: Parley, page: str) -> None:
    olga.page.goto(f"{parley.url}/panel/{cast.customer.project}/settings/{page}/")


def saved(olga: Operator) -> None:
    expect(olga.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


def ask_before(olga: Operator, *kinds: str) -> None:
    """The first questions of the form before a chat, each required."""
    for place, kind in enumerate(kinds):
        olga.page.locator(f"#before_kind{place}").select_option(kind)
        olga.page.locator(f"[name=before_required{place}]").check()


def form(vera: Visitor) -> Locator:
    return vera.frame.locator("form.entry")


def kept_of(vera: Visitor) -> list[str]:
    """What the widget has in the host page's storage, by name."""
    names: list[str] = vera.page.evaluate("Object.keys(localStorage).map((name) => name.split(':')[2])")
    return sorted(names)


def axe(frame: Frame | Any) -> list[str]:
    """What axe-core finds wrong, by rule."""
    frame.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = frame.evaluate("axe.run({ resultTypes: ['violations'] }).then((all) => all.violations.map((one) => `${one.id}: ${one.help}`))")
    return list(found)


def draw(vera: Visitor, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    vera.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled", caret="hide")


class TestNobodyIsHere:
    @pytest.mark.parametrize(("theme", "locale"), [("light", "en"), ("dark", "ar")])
    def test_they_leave_while_somebody_types(self, cast: Cast, parley: Parley, theme: Any, locale: str) -> None:
        olga, vera = cast.operator(), cast.visitor(path=None, color_scheme=theme)
        settings(olga, cast, parley, "hours")
        olga.page.get_by_role("radio", name="A form to leave a message").check()
        olga.page.get_by_role("button", name="Save hours").click()
        saved(olga)
        olga.page.goto(f"{parley.url}/panel/{cast.customer.project}/inbox/")
        olga.page.get_by_role("button", name="Olga Owner, available").click()
        vera = self.arrive(cast, vera)
        vera.page.evaluate(f"parley('locale', '{locale}')")
        vera.frame.locator(".composer textarea").fill("Do you ship to Norway?")
        olga.page.get_by_label("Available for new chats").click()
        message = form(vera).locator("#entry-text")
        expect(message).to_have_value("Do you ship to Norway?")
        expect(message).to_be_focused()
        form(vera).locator("button.act").click()
        expect(form(vera).locator("#entry-email")).to_be_focused()
        assert problems(chat_of(vera)) == [] == axe(chat_of(vera))
        draw(vera, f"widget-offline-{theme}-{locale}")
        form(vera).locator("#entry-email").fill(ADDRESS)
        vera.page.reload()
        vera = self.arrive(cast, vera)
        expect(message).to_have_value("Do you ship to Norway?")
        expect(form(vera).locator("#entry-email")).to_have_value(ADDRESS)
        form(vera).locator("button.act").click()
        expect(vera.lines().last).to_have_text("Do you ship to Norway?")
        expect(form(vera)).to_have_count(0)
        expect(vera.frame.locator(".composer textarea")).to_have_value("")
        olga.page.keyboard.press("Escape")
        olga.view("Unassigned")
        olga.open("Do you ship to Norway?")
        beside = olga.page.get_by_role("complementary", name="Visitor")
        expect(beside.locator(".facts")).to_contain_text(ADDRESS)
        expect(beside).to_contain_text("Given in the form before the chat")

    def arrive(self, cast: Cast, vera: Visitor) -> Visitor:
        """On the page, with the chat's second screen open, whatever its language."""
        if vera.page.url == "about:blank":
            vera.visit(cast.site.url + "/")
        vera.page.locator("parley-chat").locator("button").last.click()
        way = vera.frame.locator(".cards .way").first
        box = vera.frame.locator("textarea")
        expect(way.or_(box).first).to_be_visible()
        if way.is_visible():
            way.click()
        expect(box).to_be_visible()
        return vera


class TestBeforeAChat:
    def test_consent_is_kept_before_anything_else(self, cast: Cast, parley: Parley) -> None:
        olga, vera = cast.operator(), cast.visitor(path=None)
        settings(olga, cast, parley, "forms")
        olga.page.get_by_label("Words to agree to before anything is written").fill(WORDS)
        ask_before(olga, "name", "email")
        olga.page.get_by_role("button", name="Save forms").click()
        saved(olga)
        assert problems(olga.page) == []
        vera = TestNobodyIsHere().arrive(cast, vera)
        expect(form(vera)).to_contain_text("Who are we talking to?")
        form(vera).get_by_label("Name").fill("Camille <b>")
        form(vera).get_by_label("Email").fill("camille@atelier")
        form(vera).get_by_label("Message").fill("Is the ash glaze dishwasher safe?")
        form(vera).get_by_role("button", name="Start chat").click()
        expect(form(vera)).to_contain_text("Add the end of the address")
        expect(form(vera)).to_contain_text("Tick this to go on")
        assert problems(chat_of(vera)) == [] == axe(chat_of(vera))
        draw(vera, "widget-prechat")
        assert kept_of(vera) == []  # no token, no draft
        visitors = f"SELECT count(*) FROM chat_visitor v JOIN accounts_project p ON p.id = v.project_id WHERE p.key = '{cast.customer.key}'"
        assert parley.rows(visitors) == ["0"]
        form(vera).get_by_label("Email").fill(ADDRESS)
        form(vera).get_by_role("checkbox").check()
        form(vera).get_by_role("button", name="Start chat").click()
        expect(vera.lines().last).to_have_text("Is the ash glaze dishwasher safe?")
        self.look_behind(cast, parley)
        assert "token" in kept_of(vera)
        vera.page.reload()
        vera.open()
        vera.say("And the oven?")  # known by now: nothing is asked
        expect(vera.lines().last).to_have_text("And the oven?")

    def look_behind(self, cast: Cast, parley: Parley) -> None:
        """The words, and their time, which is before that of any line."""
        found = parley.rows(
            "SELECT c.text, c.agreed, c.at <= min(m.created_at), count(*) FROM chat_consent c"
            " JOIN accounts_project p ON p.id = c.project_id JOIN chat_message m ON m.project_id = p.id"
            f" WHERE p.key = '{cast.customer.key}' GROUP BY c.id"
        )
        assert found == [f"{WORDS}|t|t|2"]

    def test_skipped_for_whom_the_page_knows(self, cast: Cast, parley: Parley) -> None:
        olga, vera = cast.operator(), cast.visitor(path=None)
        settings(olga, cast, parley, "forms")
        ask_before(olga, "email")
        olga.page.get_by_role("button", name="Save forms").click()
        saved(olga)
        vera = TestNobodyIsHere().arrive(cast, vera)
        expect(form(vera)).to_be_visible()
        vera.page.evaluate(f"parley('identify', {{ email: '{ADDRESS}' }})")
        expect(vera.box()).to_be_visible()
        vera.say("Hello")
        expect(vera.lines().last).to_have_text("Hello")


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestSettingsPages:
    def test_hours_departments_and_forms(self, cast: Cast, parley: Parley, theme: str) -> None:
        olga = cast.operator()
        for page in ("hours", "departments", "forms"):
            settings(olga, cast, parley, page)
            olga.page.goto(f"{olga.page.url}?theme={theme}")
            assert problems(olga.page) == [] == axe(olga.page), page
            for width in (1280, 390):
                olga.page.set_viewport_size({"width": width, "height": 900})
                assert olga.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page} at {width}"
                olga.page.screenshot(path=_file(f"settings-{page}-{theme}-{width}"), full_page=True)
        settings(olga, cast, parley, "departments")
        olga.page.get_by_label("Name").fill("Orders <i>")
        olga.page.get_by_role("checkbox", name="Olga Owner").check()
        olga.page.get_by_role("button", name="Add department").click()
        saved(olga)
        expect(olga.page.get_by_role("listitem").filter(has_text="Orders <i>")).to_contain_text("Olga Owner")
        settings(olga, cast, parley, "hours")
        olga.page.get_by_label("Country, or region").select_option("PT")
        olga.page.get_by_role("button", name="Import holidays").click()
        saved(olga)
        expect(olga.page.get_by_role("listitem").filter(has_text="imported").first).to_be_visible()


def _file(name: str) -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES / f"{name}.png"
