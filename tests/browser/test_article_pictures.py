"""The pictures in Parley's own help: each screen is still there, and the part of it that an article explains can be drawn.

`PARLEY_UPDATE_PICTURES=1 make test ARGS=tests/browser/test_article_pictures.py` draws those in `docs/help/pictures/` anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Locator, Page, ViewportSize, expect

from tests.boot import ROOT
from tests.browser.drawing import draw
from tests.browser.house import Parley
from tests.browser.people import Cast, Operator
from tests.browser.test_pictures import world

__all__ = ["world"]
KEPT = ROOT / "docs" / "help" / "pictures"
FOLDER = ROOT / "var" / "pictures" / "articles"
MOST_BYTES = 60_000
DESK: ViewportSize = {"width": 1120, "height": 1000}
WIDE: ViewportSize = {"width": 1280, "height": 1000}
ELSEWHERE, HOOK = "chat.example.com", "http://127.0.0.2:9"
AROUND_PX = 14
HIGHEST_PX = 560
Steps = Callable[[Page], Locator]


def _install(page: Page) -> Locator:
    return page.locator(".ob-main > .card")


def _looks(page: Page) -> Locator:
    page.get_by_label("Letters of the mark").fill("FP")
    expect(page.locator(".designer").get_by_text("What can we help you with?")).to_be_visible()
    return page.locator(".designer")


def _hours(page: Page) -> Locator:
    page.get_by_role("switch", name="Keep hours").check()
    return page.locator("section[aria-labelledby=h-week]")


def _automatic(page: Page) -> Locator:
    return page.locator("section[aria-labelledby=in-order]")


def _why(page: Page) -> Locator:
    expect(page.get_by_role("button", name="Subscribe this browser")).to_be_visible()
    return page.locator("[data-why]")


def _palette(page: Page) -> Locator:
    page.locator("a.conv").first.click()
    expect(page.locator("#composer")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Go to anything").fill("re")
    expect(page.get_by_role("option", name="Reply").first).to_be_visible()
    return page.get_by_role("dialog", name="Go to anything")


def _article(page: Page) -> Locator:
    page.locator("table.helps tbody a").first.click()
    expect(page.locator("[data-body] p").first).to_be_visible()
    page.get_by_role("textbox", name="Article").evaluate("field => field.closest('.field').scrollIntoView()")
    return page.locator(".write")


# What a picture ends with, where its screen goes on.
LAST = {
    "install": ".waitbox",
    "hours": ".week fieldset:nth-of-type(7)",
    "automatic-messages": "tbody tr:nth-child(5)",
    "why-did-nothing-ring": ".chain",
}
BESIDE = ("looks", "article")  # what is seen stands beside what is set
# The picture's name, where the screen is below /panel/, and how to come to what is drawn.
SCREENS: dict[str, tuple[str, Steps]] = {
    "install": ("{}/install/", _install),
    "looks": ("{}/settings/looks/", _looks),
    "hours": ("{}/settings/hours/", _hours),
    "automatic-messages": ("{}/settings/automatic-messages/", _automatic),
    "why-did-nothing-ring": ("settings/notifications/why/", _why),
    "palette": ("{}/inbox/", _palette),
    "article": ("{}/settings/help/", _article),
}


@pytest.mark.usefixtures("world")
class TestPicturesOfArticles:
    def test_each_screen_is_there_and_can_be_drawn(self, cast: Cast, parley: Parley) -> None:
        ines = cast.stranger(viewport=DESK, color_scheme="light", reduced_motion="reduce")
        ines.sign_in(parley, parley.demo["email"], parley.demo["password"])
        for name, (path, steps) in SCREENS.items():
            ines.page.set_viewport_size(WIDE if name in BESIDE else DESK)
            ines.page.goto(f"{parley.url}/panel/{path.format(parley.demo['project'])}")
            _draw(ines.page, name, steps(ines.page), parley)
        self._what_leaves(cast, parley)

    def _what_leaves(self, cast: Cast, parley: Parley) -> None:
        """What is sent elsewhere is shown before; for a customer of this test's own, so that the demo is connected to nothing."""
        parley.run("-m", "tests.browser.hook", cast.customer.project, cast.customer.olga, f"{HOOK}/parley")
        vera = cast.visitor("/")
        vera.open()
        vera.say("Do you have blue bowls?")
        expect(vera.lines()).to_have_count(1)
        olga: Operator = cast.operator(viewport=WIDE, color_scheme="light", reduced_motion="reduce")
        olga.view("Unassigned")
        olga.open("blue bowls")
        olga.page.get_by_role("button", name="Send to Order webhook").click()
        dialog = olga.page.get_by_role("dialog", name="Send this conversation to Order webhook?")
        dialog.get_by_text("See what is sent").click()
        expect(dialog.locator("pre")).to_contain_text("blue bowls")
        _draw(olga.page, "send-to", dialog, parley)


def _draw(page: Page, name: str, shows: Locator, parley: Parley) -> None:
    """What `shows` is, with a little around it, at an address that readers know as somebody else's."""
    expect(shows).to_be_visible()
    page.evaluate(
        NAMED, [[parley.url, f"https://{ELSEWHERE}"], [f"localhost:{parley.port}", ELSEWHERE], [HOOK, "https://orders.example.com"]]
    )
    page.evaluate("document.fonts.ready")
    box = shows.bounding_box()
    assert box
    inside = page.evaluate("[scrollX, scrollY]")
    size = page.viewport_size or DESK
    top, left = max(0.0, box["y"] - AROUND_PX), max(0.0, box["x"] - AROUND_PX)
    right = min(float(size["width"]), box["x"] + box["width"] + AROUND_PX)
    last = page.locator(LAST[name]).bounding_box() if name in LAST else box
    assert last
    below = min(float(size["height"]), last["y"] + last["height"] + (2 if name in LAST else AROUND_PX), top + HIGHEST_PX)
    clip: FloatRect = {"x": left + inside[0], "y": top + inside[1], "width": right - left, "height": below - top}
    for folder in (FOLDER, *([KEPT] if os.environ.get("PARLEY_UPDATE_PICTURES") == "1" else [])):
        draw(page, folder / f"{name}.webp", most=MOST_BYTES, quality=75, clip=clip)


NAMED = """
(names) => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (const [here, there] of names) walk.currentNode.data = walk.currentNode.data.replaceAll(here, there);
}
"""
