"""Every screen that reaches people, in both themes: axe finds nothing. On request each is drawn as well.

`PARLEY_DRAW_SCREENS=1 make test ARGS=tests/browser/test_every_screen.py` puts all of them, dark, light, on a phone and from right to
left, into `var/pictures/screens/`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Frame, Page

from tests.boot import ROOT
from tests.browser.audit import problems
from tests.browser.axe import violations
from tests.browser.conftest import tell
from tests.browser.help_screens import walk_help
from tests.browser.panel_screens import walk_panel
from tests.browser.people import Cast
from tests.browser.screens import Walk
from tests.browser.sending import worker
from tests.browser.widget_screens import walk_widget

__all__ = ["worker"]
FOLDER = ROOT / "var" / "pictures" / "screens"
DRAWS = os.environ.get("PARLEY_DRAW_SCREENS") == "1"
# All rules in one theme; in the other, those that a colour can break.
THEMES: dict[Literal["dark", "light"], tuple[str, ...]] = {"dark": ("color-contrast", "link-in-text-block"), "light": ()}
PHONE_PX = 390


@pytest.mark.usefixtures("worker")
class TestEveryScreen:
    def test_of_the_widget_the_panel_and_the_help_centre(self, cast: Cast) -> None:
        wrong: list[str] = []

        def look(name: str, page: Page, chat: Frame | None) -> None:
            for theme, rules in THEMES.items():
                page.emulate_media(color_scheme=theme)
                wrong.extend(f"{name}, {theme}: {one}" for one in found(page, chat, rules))
                draw(page, f"{name}-{theme}")
            if not fits(page, name):
                wrong.append(f"{name}: wider than a phone")

        walk = Walk(cast, look)
        for part, walks in PARTS.items():
            before = len(walk.names)
            walks(walk)
            tell(f"axe: {len(walk.names) - before} states of the {part}, {len(THEMES)} themes, {len(wrong)} violations")
        assert not wrong, "\n".join(wrong)
        assert len(set(walk.names)) == len(walk.names)


PARTS: dict[str, Callable[[Walk], None]] = {"widget": walk_widget, "panel": walk_panel, "help centre": walk_help}


def found(page: Page, chat: Frame | None, rules: tuple[str, ...]) -> list[str]:
    """What is wrong with the chat and with what the widget put on the page; or with a page of ours."""
    if chat is page.main_frame:
        return violations(page, rules=rules) + problems(page)
    return violations(page, "parley-chat", rules=rules) + (violations(chat, rules=rules) + problems(chat) if chat else [])


def fits(page: Page, name: str) -> bool:
    """On a phone nothing is to be scrolled sideways."""
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": PHONE_PX, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth")
    draw(page, f"{name}-phone")
    page.set_viewport_size(size)
    return int(wide) <= PHONE_PX


def draw(page: Page, name: str) -> None:
    if DRAWS:
        FOLDER.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", caret="hide")
