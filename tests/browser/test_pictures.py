"""Pictures of the product, with the demo's world in it: into `var/pictures/`, and on request those that the README shows.

`PARLEY_UPDATE_PICTURES=1 make test ARGS=tests/browser/test_pictures.py` draws the README's anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.boot import ROOT
from tests.browser.drawing import draw
from tests.browser.house import Parley
from tests.browser.people import Cast, Visitor
from tests.launcher.waiting import wait_for

FOLDER = ROOT / "var" / "pictures"
README = ROOT / "docs" / "pictures"
IN_README = ("inbox", "widget", "visitors")
LARGEST_BYTES = 150_000
DRAWN_BYTES = 8_000  # a page on which nothing was drawn is smaller
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def picture(page: Page, name: str, shows: Locator) -> None:
    """Draw the page as it is once `shows` is seen."""
    expect(shows.first).to_be_visible()
    page.evaluate("document.fonts.ready")
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide")
    assert file.stat().st_size > DRAWN_BYTES, name
    if name in IN_README and os.environ.get("PARLEY_UPDATE_PICTURES") == "1":
        draw(page, README / f"{name}.webp", most=LARGEST_BYTES)


def nothing_cut_off(page: Page) -> None:
    """No sideways scrolling."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.fixture(scope="class")
def world(parley: Parley) -> Path:
    """Fernhill Pottery's afternoon, and where its pictures go."""
    parley.run("manage.py", "seed")
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER


@pytest.mark.usefixtures("world")
class TestPictures:
    def test_inbox_visitors_and_widget(self, cast: Cast, parley: Parley) -> None:
        ines = cast.stranger(viewport=DESK)
        ines.sign_in(parley, parley.demo["email"], parley.demo["password"])
        page, project = ines.page, parley.demo["project"]
        ines.open("Camille Bernard")
        address = page.url
        for name, question in (("inbox", ""), ("inbox-dark", "?theme=dark"), ("inbox-rtl", "?dir=rtl"), ("inbox", "?theme=light&dir=ltr")):
            page.goto(address + question)
            expect(page.locator(".feed .msg").last).to_be_visible()
            picture(page, name, page.locator(".side .facts"))
        visitors = f"{parley.url}/panel/{project}/visitors/"
        for name, question in (("visitors", ""), ("visitors-dark", "?theme=dark")):
            page.goto(visitors + question)
            picture(page, name, page.get_by_role("button", name="Start chat"))
        page.set_viewport_size(PHONE)
        for name, where, shows in (
            ("inbox-thread-phone", address, ".feed .msg"),
            ("inbox-list-phone", f"{parley.url}/panel/{project}/inbox/", "a.conv"),
            ("visitors-phone", visitors, "table"),
        ):
            page.goto(where + "?theme=light")
            picture(page, name, page.locator(shows))
            nothing_cut_off(page)
        page.set_viewport_size(DESK)
        self._widget(cast, parley)

    def _widget(self, cast: Cast, parley: Parley) -> None:
        looks: dict[str, dict[str, Any]] = {
            "widget": {},
            "widget-dark": {"color_scheme": "dark"},
            "widget-phone": {"viewport": PHONE},
            "widget-rtl": {},
        }
        for name, options in looks.items():
            vera = cast.visitor(parley.demo["demo_site_url"], **{"viewport": DESK, **options})
            if name == "widget-rtl":
                vera.page.evaluate("parley('locale', 'ar')")
            self._talk(cast, vera, parley)
            picture(vera.page, name, vera.lines().nth(1))

    def _talk(self, cast: Cast, vera: Visitor, parley: Parley) -> None:
        """A question and its answer, in whatever language the chat's own words are."""
        vera.page.evaluate("parley('message', 'Hi! Is the ash glaze dishwasher safe? The page says “with care”.')")
        box = vera.frame.locator("textarea")
        expect(box).to_have_value(re.compile("^Hi!"))
        # The text may be there before the chat is open: a key pressed then would go to the page.
        expect(box).to_be_visible()
        expect(box).to_be_focused()
        # Of this project: another story's conversations may have higher numbers inside.
        project = f"(SELECT id FROM accounts_project WHERE public_id = '{parley.demo['project']}')"
        newest = f"SELECT public_id FROM chat_conversation WHERE project_id = {project} ORDER BY id DESC LIMIT 1"
        before = parley.rows(newest)
        box.press("Enter")
        wait_for(lambda: parley.rows(newest) != before, "the question's conversation")
        (conversation,) = parley.rows(newest)
        ask = cast.browser.new_context(extra_http_headers={"Authorization": f"Bearer {parley.demo['api_key']}"})
        said = {"client_id": conversation, "kind": "text", "text": "Hello. Yes, every day is fine: the lower rack, below 60 °C."}
        answer = ask.request.post(
            f"{parley.url}/api/v1/projects/{parley.demo['project']}/conversations/{conversation}/messages/", data=said
        )
        assert answer.ok, answer.text()
        ask.close()

    def test_sign_in_and_onboarding(self, cast: Cast, parley: Parley) -> None:
        looks = (("", "", DESK), ("-dark", "?theme=dark", DESK), ("-phone", "?theme=light", PHONE))
        somebody, olga = cast.stranger(viewport=DESK).page, cast.operator(viewport=DESK).page
        project = cast.customer.project
        places = (
            (somebody, "sign-in", "/accounts/login/"),
            (somebody, "sign-up", "/accounts/signup/"),
            (olga, "onboarding-project", "/panel/projects/new/"),
            (olga, "onboarding-install", f"/panel/{project}/install/"),
        )
        for page, name, path in places:
            for suffix, question, size in looks:
                page.set_viewport_size(size)
                page.goto(parley.url + path + question)
                picture(page, name + suffix, page.get_by_role("heading", level=1))
                nothing_cut_off(page)
