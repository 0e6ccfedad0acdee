"""The main job, as somebody would tell it: from signing up to a talk that survives reloads, walks and a closed laptop."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import Locator, expect

from tests.browser.conftest import took
from tests.browser.house import Parley
from tests.browser.people import Cast, Operator, Visitor
from tests.browser.site import Site, shop

NOTE = "NOTE-4711 she bought two last year"


class TestMainJob:
    def test_a_visitor_and_an_operator_talk(self, cast: Cast, parley: Parley, site: Site) -> None:
        olga = cast.stranger()
        _sign_up(olga, parley, f"olga.{uuid4().hex}@bowls.example")
        tag = _add_project(olga, site.url)
        site.show(shop(tag))

        vera = cast.visitor()
        with took("the first visitor turns the check green"):
            expect(olga.page.get_by_text("Your first visitor is here")).to_be_visible()
        olga.page.get_by_role("link", name="Go to the inbox").click()
        olga.page.wait_for_url("**/inbox/**")
        olga.view("Unassigned")

        vera.open()
        vera.say("Do you have blue bowls?")
        with took("the operator sees the first message"):
            olga.row("Do you have blue bowls?").wait_for()
        olga.open("Do you have blue bowls?")
        olga.say("Yes, in three sizes.")
        with took("the visitor sees the answer"):
            vera.lines().get_by_text("Yes, in three sizes.").wait_for()
        olga.note(NOTE)
        expect(olga.lines()).to_have_text(["Do you have blue bowls?", "Yes, in three sizes.", NOTE])

        _walk_on(vera)
        public = _offline_visitor(olga, vera)
        public = _offline_operator(olga, vera, public)
        for person in (olga, vera):
            person.page.reload()
        vera.open()
        _both_show(olga, vera, public)
        assert "NOTE-4711" not in vera.frame.locator("html").inner_html()
        _gapless(parley, public)


def _both_show(olga: Operator, vera: Visitor, public: list[str]) -> None:
    """Everything is there once and in order; the note for the operator alone."""
    expect(vera.lines()).to_have_text(public)
    expect(olga.lines()).to_have_text([*public[:2], NOTE, *public[2:]])


def _all_arrived(under_way: Locator) -> None:
    """Nothing is on its way any more: only now these lines surely stand before those of the laptop that is closed."""
    expect(under_way).to_have_count(0)


def _walk_on(vera: Visitor) -> None:
    """A reload, and another page: the talk is still there."""
    vera.page.reload()
    vera.open()
    expect(vera.lines()).to_have_text(["Do you have blue bowls?", "Yes, in three sizes."])
    vera.page.get_by_role("link", name="Bowls").click()
    vera.open()
    expect(vera.lines()).to_have_text(["Do you have blue bowls?", "Yes, in three sizes."])


def _offline_visitor(olga: Operator, vera: Visitor) -> list[str]:
    """The visitor's laptop is closed while both write; what both see in the end."""
    vera.offline()
    vera.say("The one on the left?")
    vera.say("And do you ship to Norway?")
    olga.say("Shall I put one aside?")
    olga.say("We ship everywhere.")
    expect(vera.lines()).to_have_count(4)
    expect(olga.lines()).to_have_count(5)
    _all_arrived(olga.page.locator(".msg:is(.sending, .queued)"))
    with took("after the laptop is open again, both have everything"):
        vera.offline(False)
        expect(olga.lines()).to_have_count(7)
        expect(vera.lines()).to_have_count(6)
    public = ["Do you have blue bowls?", "Yes, in three sizes.", "Shall I put one aside?", "We ship everywhere."]
    public += ["The one on the left?", "And do you ship to Norway?"]
    _both_show(olga, vera, public)
    return public


def _offline_operator(olga: Operator, vera: Visitor, public: list[str]) -> list[str]:
    """The same for the operator's laptop."""
    olga.offline()
    olga.say("To Norway it takes a week.")
    vera.say("Lovely.")
    expect(vera.lines()).to_have_count(7)
    _all_arrived(vera.frame.locator("li.said:is(.sending, .waiting)"))
    with took("the same for the operator's laptop"):
        olga.offline(False)
        expect(vera.lines()).to_have_count(8)
    public = [*public, "Lovely.", "To Norway it takes a week."]
    _both_show(olga, vera, public)
    return public


def _sign_up(olga: Operator, parley: Parley, email: str) -> None:
    page = olga.page
    page.goto(f"{parley.url}/")
    page.get_by_role("link", name="Start a free project").click()
    page.get_by_label("Your name").fill("Olga Orlova")
    page.get_by_label("Work email").fill(email)
    page.get_by_label("Password", exact=True).fill("quiet-harbour-lamp")
    page.get_by_role("button", name="Create account").click()
    parley.follow_mail(page, email)
    page.get_by_role("button", name="Confirm address").click()


def _add_project(olga: Operator, website: str) -> str:
    olga.page.get_by_label("Project name").fill("Bowls")
    olga.page.get_by_label("Site address").fill(website)
    olga.page.get_by_role("button", name="Add project").click()
    expect(olga.page.get_by_role("heading", name="Paste this on every page")).to_be_visible()
    return olga.page.get_by_label("The tag", exact=True).inner_text()


def _gapless(parley: Parley, public: list[str]) -> None:
    """The database has the same, and both counts are without gaps."""
    conversation = (
        "SELECT conversation_id FROM chat_message WHERE text = 'Do you have blue bowls?' AND kind = 'text' ORDER BY id DESC LIMIT 1"
    )
    rows = parley.rows(
        f"SELECT number, coalesce(public_number, 0), kind, text FROM chat_message WHERE conversation_id = ({conversation}) ORDER BY number"
    )
    cells = [row.split("|", 3) for row in rows]
    assert [int(number) for number, *_ in cells] == list(range(1, len(cells) + 1))
    shown = [int(number) for _, number, *_ in cells if int(number)]
    assert shown == list(range(1, len(shown) + 1))
    assert [text for _, number, kind, text in cells if kind == "text"] == public
