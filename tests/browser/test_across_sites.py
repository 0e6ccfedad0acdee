"""The talk across two sites, in the three ways a browser may treat a frame of another site."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, expect

from tests.browser.people import Cast, Visitor
from tests.browser.profiles import PLAIN_HTTP, storage_allowed

# What a script in the chat's frame may keep: localStorage, or the name of the error.
STORAGE = "() => { try { localStorage.setItem('probe', '1'); return 'kept'; } catch (error) { return error.name; } }"


def talk_and_reload(cast: Cast, vera: Visitor) -> None:
    """The core of the main job; the reload keeps the conversation."""
    olga = cast.operator()
    vera.open()
    vera.say("Do you have blue bowls?")
    olga.view("Unassigned")
    olga.open("Do you have blue bowls?")
    olga.say("Yes, in three sizes.")
    said = ["Do you have blue bowls?", "Yes, in three sizes."]
    expect(vera.lines()).to_have_text(said)

    vera.page.reload()
    vera.open()

    expect(vera.lines()).to_have_text(said)
    vera.say("The large one, please.")
    expect(olga.lines()).to_have_text([*said, "The large one, please."])
    olga.view("All")
    expect(olga.rows()).to_have_count(1)


class TestThirdPartyStorageBlocked:
    """Chromium as it comes in a window that keeps nothing."""

    def test_reload_keeps_the_conversation(self, cast: Cast) -> None:
        vera = cast.visitor()
        talk_and_reload(cast, vera)
        assert vera.box().evaluate(STORAGE) == "SecurityError"


class TestThirdPartyStorageAllowed:
    """Chromium with a profile of its own, where frames of other sites keep things, each host page's apart."""

    def test_reload_keeps_the_conversation(self, cast: Cast, browser: Browser, tmp_path: Path) -> None:
        vera = cast.visitor(context=storage_allowed(browser, tmp_path))
        talk_and_reload(cast, vera)
        assert vera.box().evaluate(STORAGE) == "kept"


class TestPlainHttp:
    flags: ClassVar = [PLAIN_HTTP]

    def test_reload_keeps_the_conversation(self, cast: Cast) -> None:
        talk_and_reload(cast, cast.visitor("http://shop.test/"))

    def test_the_frame_is_no_secure_context(self, cast: Cast) -> None:
        vera = cast.visitor("http://shop.test/")
        vera.open()
        # The premise of this class: no crypto.randomUUID, no locks.
        assert vera.box().evaluate("() => [isSecureContext, typeof crypto.randomUUID, 'locks' in navigator]") == [False, "undefined", False]
