"""What a filter found is sent elsewhere: seen, pressed once, each by a press of its own, stopped, broken off, and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, ViewportSize, expect

from tests.browser.audit import problems
from tests.browser.lines import until
from tests.browser.people import Cast, Operator
from tests.browser.sending import FOLDER, bodies, connected, heard, partner, pictures, worker
from tests.integrations.outbound.partner import Partner
from tests.launcher.waiting import wait_for

__all__ = ["partner", "worker"]
PHONE: ViewportSize = {"width": 390, "height": 844}
NAMES = ("Camille Bernard", "Tomás Oliveira", "Noor Haddad", "Jonas Weber", "Elif Lindqvist")
NOTE = "NOTE-5512 pays late"


def say(cast: Cast, *lines: str) -> None:
    """These visitors write, as `name: text`."""
    cast.parley.run("-m", "tests.browser.talks", cast.customer.project, cast.customer.olga, *lines)


def filtered(cast: Cast, partner: Partner) -> Operator:
    """Five of six conversations are found."""
    connected(cast, partner.url + "/hooks")
    say(cast, *(f"{name}: Are the bowls back?" for name in NAMES), "Ruth Mbeki: Thank you")
    olga = cast.operator()
    olga.view("Unassigned")
    olga.open("Noor Haddad")
    olga.note(NOTE)
    olga.page.get_by_label("Search conversations and messages").fill("bowls")
    expect(olga.rows()).to_have_count(len(NAMES))
    return olga


def offer(olga: Operator) -> Locator:
    return olga.page.get_by_role("button", name="Send these to…")


def began(olga: Operator) -> Locator:
    """Pressed by keyboard, on what is shown."""
    offer(olga).press("Enter")
    send = olga.page.get_by_role("dialog").get_by_role("button", name="Send 5 to Order webhook")
    expect(send).to_be_enabled()
    send.press("Enter")
    return olga.page.get_by_role("dialog", name="Sending to Order webhook")


def sent_of(partner: Partner) -> list[str]:
    """Whose conversations came."""
    return [body["data"]["visitor"]["name"] for body in bodies(partner)]


@pytest.mark.usefixtures("worker")
class TestSendMany:
    def test_exactly_what_was_shown(self, cast: Cast, partner: Partner) -> None:
        olga = filtered(cast, partner)
        page = olga.page
        offer(olga).press("Enter")
        dialog = page.get_by_role("dialog", name="Send 5 conversations to Order webhook?")
        dialog.get_by_text("See which 5").click()
        expect(dialog.get_by_role("list", name="Conversations").get_by_role("listitem")).to_have_count(len(NAMES))
        dialog.get_by_text("See what is sent").click()
        shown = dialog.locator("pre")
        expect(shown).to_contain_text("Camille Bernard")
        expect(shown).not_to_contain_text("NOTE-5512")
        assert problems(page) == []
        pictures(page, "send-many-choose")
        assert partner.connections == 0, "INT1: looking is no pressing"

        # The list grows, and what was looked at changes.
        say(cast, "Late Larry: Any bowls left?", "Camille Bernard: Forget the bowls")
        dialog.get_by_role("button", name="Send 5 to Order webhook").press("Enter")
        progress = page.get_by_role("dialog", name="Sending to Order webhook")
        expect(progress.locator("progress")).to_have_attribute("value", "5")
        expect(progress.get_by_role("status")).to_have_text("All 5 are sent. 1 failed.")
        failed = progress.get_by_role("list", name="What failed").get_by_role("listitem")
        expect(failed).to_have_text(re.compile("Camille Bernard.*Something changed since you looked"))
        expect(progress).to_contain_text("4 delivered")
        assert sorted(sent_of(partner)) == sorted(NAMES[1:]), "each once, and nobody who came later"
        assert problems(page) == []
        pictures(page, "send-many-failed")
        (refused,) = olga.complaints  # Chromium's own word of the answer
        assert "409" in refused
        olga.complaints.clear()

        progress.get_by_role("button", name="Try that one again").press("Enter")
        expect(progress.get_by_role("status")).to_have_text("All 5 are sent.")
        expect(progress).to_contain_text("5 delivered")
        expect(progress.get_by_role("button", name="Close").last).to_be_focused()
        page.keyboard.press("Escape")
        expect(progress).to_have_count(0)
        expect(offer(olga)).to_be_visible()
        self._each_by_a_press(cast, partner)

    def _each_by_a_press(self, cast: Cast, partner: Partner) -> None:
        assert sorted(sent_of(partner)) == sorted(NAMES)
        assert len({heard(request)[0]["webhook-id"] for request in partner.heard}) == len(NAMES)
        assert all(body["data"]["pressed_by"]["name"] == "Olga Owner" for body in bodies(partner))
        assert b"NOTE-5512" not in b"".join(partner.heard)
        question = f"""SELECT count(*), count(DISTINCT f.request_id) FROM integrations_forward f
            JOIN accounts_project p ON p.id = f.project_id WHERE p.public_id = '{cast.customer.project}'"""
        assert cast.parley.rows(question) == ["5|5"]

    def test_stopped_reloaded_and_gone_on_with(self, cast: Cast, partner: Partner) -> None:
        """The third press is stopped at; the fourth loses its answer, and the page with it: five arrive, once each."""
        olga = filtered(cast, partner)
        page = olga.page
        held: list[Route] = []
        hold = self._hold(olga, held, after=2)
        progress = began(olga)
        wait_for_held(olga, held)
        expect(progress.locator("progress")).to_have_attribute("value", "2")
        expect(progress.get_by_role("button", name="Stop")).to_be_focused()
        progress.get_by_role("button", name="Stop").press("Enter")
        held.pop().continue_()
        expect(progress.locator("progress")).to_have_attribute("value", "3")
        expect(progress.get_by_role("button", name="Go on")).to_be_focused()
        pictures(page, "send-many-stopped")

        progress.get_by_role("button", name="Go on").press("Enter")
        wait_for_held(olga, held)
        held.pop().fetch()  # it is pressed, and nobody hears
        page.reload()
        page.unroute(FORWARDS, hold)
        stopped = page.get_by_text("Order webhook: stopped after 3 of 5.")
        expect(stopped).to_be_visible()
        wait_for(lambda: len(partner.heard) == 4, "what was pressed before")
        page.set_viewport_size(PHONE)
        for look in ("", "?theme=dark", "?theme=light&dir=rtl"):
            page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/inbox/{look}")
            expect(stopped).to_be_visible()
            assert problems(page) == [], look
            page.screenshot(path=FOLDER / f"send-many-phone{re.sub('[^a-z]', '-', look)}.png")
        assert partner.connections == 4, "nothing goes on by itself"

        page.get_by_role("button", name="Go on").click()
        expect(progress.get_by_role("status")).to_have_text("All 5 are sent.")
        expect(progress).to_contain_text("5 delivered")
        page.screenshot(path=FOLDER / "send-many-phone-done.png")
        assert sorted(sent_of(partner)) == sorted(NAMES), "five presses, whatever got lost: each once"
        progress.get_by_role("button", name="Close").last.click()
        expect(stopped).to_have_count(0)

    def _hold(self, olga: Operator, held: list[Route], *, after: int) -> Callable[[Route], None]:
        """Let so many presses pass, then keep each until the story says what becomes of it."""
        passed: list[Route] = []

        def hold(route: Route) -> None:
            (held if len(passed) >= after else passed).append(route)
            if route in passed:
                route.continue_()

        olga.page.route(FORWARDS, hold)
        return hold


FORWARDS = re.compile("/integrations/[^/]+/forwards/$")


def wait_for_held(olga: Operator, held: list[Route]) -> None:
    """Until a press is kept: Playwright tells of it while it waits for something else."""
    until(lambda: bool(held), olga.page)
