"""A network that swallows sockets: both sides go by the HTTP doors, and back when sockets work again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import took
from tests.browser.people import Cast, Person

# A socket is tried again beside the polling after 5 s, then 10, 20, 40, and once a minute.
BACK_MS = 65_000
SOCKETS = re.compile(r"/ws/")


class Wall:
    """Stands between a person and our sockets, and counts those that it closed. Down, it lets them pass."""

    def __init__(self, person: Person) -> None:
        self.closed = 0
        self.up = True
        person.network = False
        person.context.route_web_socket(SOCKETS, self._meet)

    def _meet(self, route: object) -> None:
        if self.up:
            self.closed += 1
            route.close(code=1006)  # type: ignore[attr-defined]
        else:
            route.connect_to_server()  # type: ignore[attr-defined]


class TestWithoutSockets:
    def test_both_sides_talk_and_come_back(self, cast: Cast) -> None:
        vera, olga = cast.visitor(None), cast.operator()
        walls = [Wall(vera), Wall(olga)]
        olga.page.reload()
        vera.visit(cast.site.url)
        vera.open()
        vera.say("Is anybody there?")
        with took("without sockets, the operator sees the first message"):
            olga.view("Unassigned")
            olga.row("Is anybody there?").wait_for()
        assert all(wall.closed >= 2 for wall in walls), "both tried sockets, twice"
        olga.open("Is anybody there?")
        olga.say("Yes, and slowly.")
        with took("without sockets, the visitor sees the answer"):
            vera.lines().get_by_text("Yes, and slowly.").wait_for()
        vera.say("That is fast enough.")
        said = ["Is anybody there?", "Yes, and slowly.", "That is fast enough."]
        expect(olga.lines()).to_have_text(said)
        expect(vera.lines()).to_have_text(said)

        with vera.page.expect_websocket(timeout=BACK_MS), olga.page.expect_websocket(timeout=BACK_MS):
            for wall in walls:
                wall.up = False
        olga.say("Sockets again.")
        expect(vera.lines()).to_have_text([*said, "Sockets again."])
        vera.say("So I see.")
        expect(vera.lines()).to_have_text([*said, "Sockets again.", "So I see."])
        expect(olga.lines()).to_have_text([*said, "Sockets again.", "So I see."])
