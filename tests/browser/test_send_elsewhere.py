"""Data leaves when an operator presses: looked at, pressed, failed, tried again, delivered, and sent once more with a reason."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from standardwebhooks import Webhook, WebhookVerificationError

from tests.browser.audit import problems
from tests.browser.house import Parley
from tests.browser.people import Cast
from tests.browser.sending import connected, heard, partner, pictures, worker
from tests.integrations.outbound.partner import Partner, answer
from tests.launcher.waiting import wait_for

__all__ = ["partner", "worker"]
NOTE = "NOTE-8812 a difficult customer"
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.mark.usefixtures("worker")
class TestSendElsewhere:
    def test_pressed_failed_tried_again_delivered(self, cast: Cast, partner: Partner) -> None:
        secret = connected(cast, partner.url + "/hooks")
        vera = cast.visitor()
        vera.open()
        vera.say("Do you have blue bowls?")
        olga = cast.operator()
        olga.view("Unassigned")
        olga.open("blue bowls")
        olga.note(NOTE)
        expect(olga.lines()).to_have_count(2)
        assert partner.connections == 0, "INT1: nothing before the press"

        page = olga.page
        seen = self._press(page, partner)
        expect(page.get_by_text(re.compile(r"1 try, next \d"))).to_be_visible()
        expect(page.get_by_text("You sent this to Order webhook")).to_be_visible()
        pictures(page, "send-elsewhere-waits")
        partner.script = answer("200 OK", b"fine")
        page.get_by_role("button", name="Try now").click()
        expect(page.get_by_text(re.compile(r"Delivered \d"))).to_be_visible()
        self._was_sent_as_shown(partner, seen, secret)
        self._send_again(page, partner)
        assert NOTE not in vera.frame.locator("body").inner_text()

    def _press(self, page: Page, partner: Partner) -> object:
        """Look at it, leave the address out, and press at a partner that is away. Gives what was shown."""
        page.get_by_role("button", name="Send to Order webhook").click()
        dialog = page.get_by_role("dialog", name="Send this conversation to Order webhook?")
        dialog.get_by_text("See what is sent").click()
        shown = dialog.locator("pre")
        expect(shown).to_contain_text("Do you have blue bowls?")
        expect(shown).not_to_contain_text("NOTE-8812")
        dialog.get_by_label("Visitor’s email").uncheck()
        expect(shown).not_to_contain_text('"email"')
        pictures(page, "send-elsewhere-dialog")
        partner.script = answer("503 Service Unavailable", b"Later")
        seen: object = json.loads(shown.inner_text())
        dialog.get_by_role("button", name="Send to Order webhook").click()
        expect(dialog).to_have_count(0)
        return seen

    def _was_sent_as_shown(self, partner: Partner, seen: object, secret: str) -> None:
        """INT2, INT3: the same body and id at both tries, signed."""
        (first_headers, first), (second_headers, second) = map(heard, partner.heard[:2])
        assert first == second and json.loads(first) == seen, "what was shown is what was sent, at every try"
        assert first_headers["webhook-id"] == second_headers["webhook-id"]
        assert "NOTE-8812" not in first
        Webhook(secret).verify(first, first_headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(first.replace("blue", "red"), first_headers)

    def _send_again(self, page: Page, partner: Partner) -> None:
        page.get_by_role("button", name="Send again").click()
        again = page.get_by_role("dialog", name="Send again to Order webhook?")
        again.get_by_label("Why").fill("They lost it")
        again.get_by_role("button", name="Send again").click()
        wait_for(lambda: len(partner.heard) >= 3, "the third request")
        expect(page.get_by_text(re.compile(r"Delivered \d"))).to_be_visible()
        (first_headers, first), (third_headers, third) = heard(partner.heard[0]), heard(partner.heard[2])
        assert third == first and third_headers["webhook-id"] != first_headers["webhook-id"]

    def test_the_log_tells_it_as_it_happens(self, cast: Cast, parley: Parley, partner: Partner) -> None:
        """Open beside the conversation and never loaded again: empty, tried, failed, tried again from there, delivered."""
        connected(cast, partner.url + "/hooks")
        parley.run("-m", "tests.browser.talks", cast.customer.project, cast.customer.olga, "Camille: Do you have blue bowls?")
        olga = cast.operator()
        log = olga.context.new_page()
        log.goto(f"{parley.url}/panel/{cast.customer.project}/settings/integrations/")
        log.get_by_role("link", name="Order webhook").click()
        log.get_by_role("link", name="See every forward").click()
        expect(log.get_by_text("Nothing has been sent")).to_be_visible()
        log.evaluate("window.sameAsBefore = true")

        olga.view("Unassigned")
        olga.open("blue bowls")
        partner.script = answer("503 Service Unavailable", b"Later")
        olga.page.get_by_role("button", name="Send to Order webhook").click()
        olga.page.get_by_role("dialog").get_by_role("button", name="Send to Order webhook").click()
        row = log.get_by_role("row").filter(has_text="Camille")
        expect(row).to_contain_text("Next try")
        expect(log.get_by_text("503 from the other side")).to_be_visible()
        expect(log.get_by_text("1 on their way")).to_be_visible()
        assert log.evaluate("window.sameAsBefore")
        self._looked_at(log, "webhook-log-waits")

        partner.script = answer("200 OK", b"fine")
        log.get_by_role("button", name="Try now").click()
        expect(row).to_contain_text("Delivered")
        expect(log.locator(".forward [role=status]")).to_contain_text("Delivered")
        expect(log.get_by_role("button", name="Cancel retries")).to_have_count(0)
        log.get_by_text("Send again…").click()
        log.get_by_label("In your words").fill("Half written")
        olga.page.get_by_role("button", name="Send again").click()
        olga.page.get_by_label("Why").fill("They lost it")
        olga.page.get_by_role("dialog").get_by_role("button", name="Send again").click()
        expect(log.get_by_role("row").filter(has_text="Delivered")).to_have_count(2)
        expect(log.get_by_label("In your words")).to_have_value("Half written")
        self._looked_at(log, "webhook-log")
        assert partner.connections == 3

    def _looked_at(self, log: Page, name: str) -> None:
        """At a desk and on a phone, light and dark; on the phone the rows stack and nothing is wider than the screen."""
        desk = log.viewport_size
        pictures(log, name, full_page=True)
        assert problems(log) == []
        log.set_viewport_size(PHONE)
        assert log.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        expect(log.locator(".log thead")).to_have_css("position", "absolute")
        assert problems(log) == []
        pictures(log, f"{name}-phone", full_page=True)
        if desk:
            log.set_viewport_size(desk)
