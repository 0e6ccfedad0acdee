"""An operator looks for old words: the message is found wherever it stands, and one press leads to it."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.audit import problems
from tests.browser.people import Cast, Operator
from tests.browser.sending import worker
from tests.browser.test_send_many import say
from tests.launcher.waiting import wait_for

__all__ = ["worker"]

OLD = "Camille Bernard: The xylophone glaze is crazing, what can I do?"
FOLLOWED_S = 60  # a busy machine's worker
LATER = 130  # messages after it: two pages of a thread further down


@pytest.mark.usefixtures("worker")
class TestSearch:
    def test_one_press_leads_to_an_old_message(self, cast: Cast) -> None:
        say(cast, OLD, *(f"Camille Bernard: Line {number}" for number in range(LATER)), "Ruth Mbeki: Thank you")
        olga = cast.operator()
        olga.view("Unassigned")
        found = olga.page.locator("a.found")
        for question in ("xylophone", "glaze xylo", "xylofone"):  # whole, by beginnings, misspelt
            # The follower is some seconds behind the timeline: asked again until it has filed the line.
            wait_for(partial(_finds_one, olga, question), f"{question} to be found", within_s=FOLLOWED_S)
            expect(found.locator("mark").first).to_have_text(re.compile("xylophone|glaze"))
        assert problems(olga.page) == []
        found.click()
        line = olga.page.locator(".feed .sought")
        expect(line).to_be_in_viewport()
        expect(line).to_contain_text("crazing")

    def test_people_are_found_and_nothing_is_said_plainly(self, cast: Cast) -> None:
        say(cast, "Elif Lindqvist: Hello there")
        olga = cast.operator()
        field = olga.page.get_by_label("Search conversations and messages")
        field.fill("lindq")
        person = olga.page.locator("a.found").filter(has_text="Elif Lindqvist")
        expect(person).to_be_visible()
        person.click()
        expect(olga.lines()).to_have_text(["Hello there"])
        field.fill("' OR 1=1 --")
        expect(olga.page.get_by_text("No message holds these words.")).to_be_visible()


def _finds_one(olga: Operator, question: str) -> bool:
    return olga.search(question).count() == 1
