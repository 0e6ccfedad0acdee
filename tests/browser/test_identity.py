"""Signed identity in the browser: one history on two devices, nothing of its token on the page, and gone after a reset."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from tests.browser.house import Parley
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.site import Site, page, tag_of
from tests.chat.test_identity import signed

QUEUE = "<script>window.parley=window.parley||function(){(parley.q=parley.q||[]).push(arguments)}</script>"
# Everything that a script of the page can read of us: storage, frames' names, the port's traffic as the page sees it.
ALL_STORED = "JSON.stringify([localStorage, sessionStorage, document.cookie, window.heard])"


def make_key(olga: Operator, parley: Parley, project: str) -> str:
    """By the panel's page, which shows it once."""
    olga.page.goto(f"{parley.url}/panel/{project}/settings/identity/")
    olga.page.get_by_role("button", name="Make key").click()
    secret = olga.page.locator("code.secret").inner_text()
    assert re.fullmatch(r"vis_[\w-]{43}", secret)
    return secret


def device(cast: Cast, said: object) -> Visitor:
    """A browser of its own, on a page that identifies its visitor before the tag is there."""
    listen = "window.heard = []; parley('on', 'identified', (data) => heard.push(data));"
    words = f"<script>{listen} parley('identify', {json.dumps(said)})</script>" if said else ""
    cast.site.show({"/": page("Shelf", QUEUE + words + tag_of(cast.parley.url, cast.customer.key))})
    return cast.visitor()


class TestSignedIdentity:
    def test_the_same_history_on_another_device(self, cast: Cast, site: Site, parley: Parley) -> None:
        olga = cast.operator()
        secret = make_key(olga, parley, cast.customer.project)
        laptop = device(cast, signed(secret, "v-1", name="Nia Visitor"))
        laptop.open()
        laptop.say("From my laptop")
        expect(laptop.frame.get_by_text("Sent")).to_be_visible()
        phone = device(cast, signed(secret, "v-1"))
        phone.launcher().click()
        expect(phone.lines()).to_have_text(["From my laptop"])
        phone.say("And from my phone")
        expect(laptop.lines()).to_have_text(["From my laptop", "And from my phone"])
        olga.page.goto(f"{parley.url}/panel/{cast.customer.project}/inbox/")
        olga.view("Unassigned")
        expect(olga.rows()).to_have_count(1)
        olga.open("And from my phone")
        expect(olga.page.get_by_text("Verified by your site")).to_be_visible()
        # No script of the page sees what opens this history.
        assert "v1." not in laptop.page.evaluate(ALL_STORED)
        phone.page.evaluate("parley('reset')")
        expect(phone.frame.get_by_role("button", name="Send us a message")).to_be_visible()
        expect(phone.lines()).to_have_count(0)
        expect(laptop.lines()).to_have_count(2)

    def test_who_is_not_signed_is_somebody_else(self, cast: Cast, site: Site, parley: Parley) -> None:
        olga = cast.operator()
        secret = make_key(olga, parley, cast.customer.project)
        nia = device(cast, signed(secret, "v-1", name="Nia Visitor"))
        nia.open()
        nia.say("The real one")
        expect(nia.frame.get_by_text("Sent")).to_be_visible()
        thief = device(cast, {"id": "v-1", "email": "v@vera.example", "name": "Nia Visitor"})
        thief.open()
        thief.say("The other one")
        expect(thief.frame.get_by_text("Sent")).to_be_visible()
        expect(thief.lines()).to_have_count(1)
        forger = device(cast, {**signed("vis_wrong", "v-1"), "name": "Nia Visitor"})
        forger.page.wait_for_function("heard.length")
        assert not forger.page.evaluate("heard[0].verified") and "does not fit" in forger.page.evaluate("heard[0].error")
        olga.page.goto(f"{parley.url}/panel/{cast.customer.project}/inbox/")
        olga.view("Unassigned")
        expect(olga.rows()).to_have_count(2)
        olga.open("The other one")
        expect(olga.page.get_by_text("Unverified")).to_be_visible()

    def test_signing_in_while_they_talk(self, cast: Cast, site: Site, parley: Parley) -> None:
        """A page that learns later who it is; its second tab follows through the one connection of the two."""
        olga = cast.operator()
        secret = make_key(olga, parley, cast.customer.project)
        vera = device(cast, None)
        vera.open()
        vera.say("Before I signed in")
        expect(vera.frame.get_by_text("Sent")).to_be_visible()
        said = signed(secret, "v-9", name="Vera V.")
        vera.page.evaluate("(said) => parley('identify', said)", said)
        vera.page.wait_for_function(f"() => !Object.keys(localStorage).includes('parley:{cast.customer.key}:token')")
        expect(vera.lines()).to_have_text(["Before I signed in"])
        vera.say("After")
        expect(vera.lines()).to_have_count(2)
        olga.page.goto(f"{parley.url}/panel/{cast.customer.project}/inbox/")
        olga.view("Unassigned")
        olga.open("After")
        expect(olga.page.get_by_text("From here on verified by your site")).to_be_visible()
