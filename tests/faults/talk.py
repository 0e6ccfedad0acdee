"""One conversation for a small test: a visitor with two tabs, an operator, and what stands on each screen."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.check.facts import Talk as Stored
from tests.faults.check.facts import read_talks
from tests.faults.client.feed import Feed
from tests.faults.client.journal import Journal
from tests.faults.client.person import Person
from tests.faults.client.sides import Operator, Tab, Visit
from tests.faults.house import House

WITHIN_S = 60.0  # a state that has not come by then does not come
LOOK_EVERY_S = 0.02


class Screen(Journal):
    """A journal that also keeps what is shown, for the test to look at."""

    def __init__(self, journal: Journal, name: str) -> None:
        super().__init__(journal.file, name)
        self.shown: list[str] = []
        self.numbers: list[int] = []
        self.acked: dict[str, int] = {}
        self.failed: list[str] = []
        self.connects: list[str] = []
        self.sent: dict[str, str] = {}

    def note(self, op: str, /, **fields: Any) -> None:
        super().note(op, **fields)
        if op == "show":
            self.shown.append(fields["x"])
            self.numbers.append(fields["n"])
        elif op == "sent":
            self.sent[fields["id"]] = fields["x"]
        elif op == "acked":
            self.acked[self.sent[fields["id"]]] = fields["n"]
        elif op == "failed":
            self.failed.append(self.sent[fields["id"]])
        elif op == "online":
            self.connects.append(fields["by"])


@dataclass
class Talk:
    house: House
    tab: Tab
    other_tab: Tab
    operator: Operator
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def conversation(self) -> str:
        return str(self.tab.visit.conversation)

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.tab, self.other_tab, self.operator)

    def ask(self, *texts: str) -> None:
        """The visitor writes."""
        for text in texts:
            self.tab.write(text)

    def answer(self, *texts: str) -> None:
        """The operator writes."""
        for text in texts:
            self.operator.write(text, conversation=self.conversation, kind="text")

    async def everybody_shows(self, texts: Iterable[str]) -> float:
        """Wait until each screen shows each text; how many seconds it took."""
        wanted, begun = set(texts), time.monotonic()
        try:
            await comes_true(lambda: all(wanted <= set(screen_of(person).shown) for person in self.people), "everybody shows everything")
        except AssertionError as waited:
            lacks = [(type(person).__name__, person.online.is_set(), wanted - set(screen_of(person).shown)) for person in self.people]
            raise AssertionError(f"{waited}; who is online, and lacks what: {lacks}") from None
        return time.monotonic() - begun

    async def all_sent(self) -> None:
        await comes_true(lambda: not any(person.waiting for person in self.people), "everything is acknowledged")

    async def stored(self) -> Stored:
        """What the database has of this conversation."""
        talks = await asyncio.to_thread(read_talks, self.house.superuser_url)
        return talks[self.conversation]

    async def is_whole(self, texts: Iterable[str]) -> None:
        """Every text is stored once, without gaps, and shown once and in order on each screen."""
        await self.everybody_shows(texts)
        stored = await self.stored()
        assert [row.number for row in stored.rows] == list(range(1, len(stored.rows) + 1)), "without gaps"
        kept = [row.text for row in stored.rows]
        for text in texts:
            assert kept.count(text) == 1, f"{text} is stored {kept.count(text)} times"
        for person in self.people:
            screen = screen_of(person)
            assert screen.numbers == list(range(1, len(screen.numbers) + 1)), "in order, without gaps, nothing twice"
            assert not screen.failed

    async def end(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def screen_of(person: Person) -> Screen:
    assert isinstance(person.journal, Screen)
    return person.journal


async def begin(house: House, journal: Journal, luck: random.Random) -> Talk:
    """The visitor says hello in a new conversation, then the others come."""
    customer = house.customers[0]
    visit = Visit(customer["project_key"])
    tabs = [Tab(visit, house.addresses, Screen(journal, f"tab{i}"), random.Random(luck.random())) for i in range(2)]
    key = customer["operators"][0]["key"]
    operator = Operator(key, [customer["project"]], house.addresses, Screen(journal, "operator"), random.Random(luck.random()))
    talk = Talk(house, tabs[0], tabs[1], operator)
    tabs[0].write("hello")
    talk.tasks.append(asyncio.create_task(tabs[0].run()))
    async with asyncio.timeout(WITHIN_S):
        await visit.begun.wait()
        operator.feeds[talk.conversation] = Feed(talk.conversation)
        operator.outbox(talk.conversation)
        talk.tasks += [asyncio.create_task(tabs[1].run()), asyncio.create_task(operator.run())]
        for person in talk.people:
            await person.online.wait()
    await talk.everybody_shows(["hello"])
    return talk


async def comes_true(state: Callable[[], object], what: str, within_s: float = WITHIN_S) -> None:
    """Wait for a state of this process' own."""
    for _ in range(int(within_s / LOOK_EVERY_S)):
        if state():
            return
        await asyncio.sleep(LOOK_EVERY_S)
    raise AssertionError(f"waited in vain: {what}")
