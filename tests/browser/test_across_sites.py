"""The talk across two sites, in the three ways a browser may treat a frame of another site."""

from __future__ import annotations

from typing import ClassVar

from playwright.sync_api import expect

from tests.browser.people import Cast


def talk_and_reload(cast: Cast, address: str) -> None:
    """The core of the main job; the reload keeps the conversation."""
    olga = cast.operator()
    vera = cast.visitor(address)
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
    olga.view("Unassigned")
    expect(olga.rows()).to_have_count(1)


class TestAsChromiumComes:
    def test_reload_keeps_the_conversation(self, cast: Cast) -> None:
        talk_and_reload(cast, "/")


class TestThirdPartyStorageAllowed:
    flags: ClassVar = ["--disable-features=ThirdPartyStoragePartitioning,TrackingProtection3pcd"]

    def test_reload_keeps_the_conversation(self, cast: Cast) -> None:
        talk_and_reload(cast, "/")


class TestThirdPartyStorageBlocked:
    flags: ClassVar = ["--test-third-party-cookie-phaseout"]

    def test_reload_keeps_the_conversation(self, cast: Cast) -> None:
        talk_and_reload(cast, "/")


class TestPlainHttp:
    # Chromium asks before a public page may reach this machine, and headless nobody can answer.
    flags: ClassVar = ["--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"]

    def test_reload_keeps_the_conversation(self, cast: Cast) -> None:
        talk_and_reload(cast, "http://shop.test/")

    def test_the_frame_is_no_secure_context(self, cast: Cast) -> None:
        vera = cast.visitor("http://shop.test/")
        vera.open()
        # The premise of this class: no crypto.randomUUID, no locks.
        assert vera.box().evaluate("() => [isSecureContext, typeof crypto.randomUUID, 'locks' in navigator]") == [False, "undefined", False]
