"""The workload of a fault run, a program of its own: many writers, meddlers and bystanders (`python -m tests.faults.workload FILE`).

FILE is a Plan as JSON. It writes until SIGTERM, then lets everybody catch up, notes what stands on each screen, and ends. One
line of JSON a second on standard output says how it goes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import uvloop

from tests.faults.client.feed import Feed
from tests.faults.client.journal import Journal, open_log
from tests.faults.client.meddler import meddle
from tests.faults.client.person import Person
from tests.faults.client.sides import Operator, OutsideOperator, OutsideVisitor, Tab, Visit

SETTLE_S, LOOK_EVERY_S = 60.0, 0.1  # the promise is for a minute after the last heal
BEGIN_S = 60.0
WAITING_AT_MOST = 2  # messages in one outbox: a writer waits for its own acknowledgements


@dataclass(frozen=True)
class Plan:
    """Who writes where, and how fast."""

    folder: str
    addresses: list[str]
    customers: list[dict[str, Any]]
    seed: int
    talks: int = 20  # conversations of each customer
    tabs: int = 3  # writers of each conversation on the visitor's side
    operators: int = 2  # and on the other; each operator of a project writes in several
    think_s: float = 0.5
    meddle_every_s: float = 1.5


class Town:
    """Everybody of one run."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.luck = plan, random.Random(plan.seed)
        self.log = open_log(Path(plan.folder) / "journal.jsonl")
        self.people: list[Person] = []
        self.writers: list[tuple[Person, list[str]]] = []
        self.visits: dict[str, Visit] = {}
        self.keys: dict[str, list[dict[str, str]]] = {}
        self.written = 0
        self.tasks: list[asyncio.Task[Any]] = []

    def journal(self, name: str, role: str, customer: str, talks: list[str]) -> Journal:
        journal = Journal(self.log, name)
        journal.note("who", role=role, customer=customer, talks=talks)
        return journal

    def luck_of(self, name: str) -> random.Random:
        return random.Random(f"{self.plan.seed}/{name}")

    async def begin(self) -> None:
        """One tab of each visitor starts the conversation; then everybody else comes."""
        firsts = [self.add_visitor(customer, number) for customer in self.plan.customers for number in range(self.plan.talks)]
        self.start(firsts)
        async with asyncio.timeout(BEGIN_S):
            await asyncio.gather(*(tab.visit.begun.wait() for tab in firsts))
        others: list[Person] = [
            self.add_tab(name, visit, number) for name, visit in self.visits.items() for number in range(1, self.plan.tabs)
        ]
        for customer in self.plan.customers:
            others += self.add_operators(customer)
            others += self.add_bystanders(customer)
        self.start(others)
        async with asyncio.timeout(BEGIN_S):
            await asyncio.gather(*(person.online.wait() for person in self.people))

    def start(self, people: list[Any]) -> None:
        self.people += people
        self.tasks += [asyncio.create_task(person.run()) for person in people]

    def add_visitor(self, customer: dict[str, Any], number: int) -> Tab:
        talk = f"{customer['name']}-{number}"
        self.visits[talk] = Visit(customer["project_key"])
        tab = self.add_tab(talk, self.visits[talk], 0)
        tab.write(f"[{talk}] hello")
        return tab

    def add_tab(self, talk: str, visit: Visit, number: int) -> Tab:
        name = f"{talk}/tab{number}"
        tab = Tab(visit, self.plan.addresses, self.journal(name, "tab", talk.rpartition("-")[0], [talk]), self.luck_of(name))
        self.writers.append((tab, [talk]))
        return tab

    def add_operators(self, customer: dict[str, Any]) -> list[Person]:
        """Conversation i belongs to the operators i, i + 1, … (in a circle)."""
        made: list[Person] = []
        people, plan = customer["operators"], self.plan
        for place, person in enumerate(people):
            mine = [i for i in range(plan.talks) if (place - i) % len(people) < plan.operators]
            talks = [f"{customer['name']}-{i}" for i in mine]
            name = f"{customer['name']}/operator{place}"
            journal = self.journal(name, "operator", customer["name"], talks)
            operator = Operator(person["key"], [customer["project"]], plan.addresses, journal, self.luck_of(name))
            for talk in talks:
                conversation = str(self.visits[talk].conversation)
                operator.feeds[conversation] = Feed(conversation)
                operator.outbox(conversation)
                journal.note("talk", talk=talk, c=conversation)
                self.writers.append((operator, [talk]))
            made.append(operator)
        self.keys[customer["name"]] = people
        return made

    def add_bystanders(self, customer: dict[str, Any]) -> list[Person]:
        name, plan = customer["name"], self.plan
        visitor = self.journal(f"{name}/bystander", "bystander", name, [])
        limited = self.journal(f"{name}/limited", "bystander", name, [])
        return [
            OutsideVisitor(Visit(customer["project_key"]), plan.addresses, visitor, self.luck_of(visitor.name)),
            OutsideOperator(customer["limited"]["key"], "all", plan.addresses, limited, self.luck_of(limited.name)),
        ]

    async def write(self, person: Person, talk: str) -> None:
        """A writer: says something, thinks, and waits for its acknowledgements."""
        luck = self.luck_of(f"{person.journal.name}/{talk}/words")
        is_operator, count = isinstance(person, Operator), 0
        outbox = person.outbox(self.visits[talk].conversation if is_operator else None)
        while True:
            await asyncio.sleep(self.plan.think_s * 2 * luck.random())
            if len(outbox.pending) >= WAITING_AT_MOST:
                continue
            count += 1
            note = is_operator and luck.random() < 0.1
            text = f"[{talk}] {'NOTE ' if note else ''}{person.journal.name} {count}"
            extra = {"conversation": self.visits[talk].conversation, "kind": "note" if note else "text"} if is_operator else {}
            person.write(text, **extra)
            self.written += 1
            if luck.random() < 0.03:
                person.later(person.quietly(_read(person, str(self.visits[talk].conversation))))

    def go(self) -> list[asyncio.Task[None]]:
        writing = [asyncio.create_task(self.write(person, talk)) for person, (talk,) in self.writers]
        for customer in self.plan.customers:
            journal = self.journal(f"{customer['name']}/meddler", "meddler", customer["name"], [])
            talks = [str(self.visits[f"{customer['name']}-{i}"].conversation) for i in range(self.plan.talks)]
            work = meddle(customer, talks, self.plan.addresses, journal, self.luck_of(journal.name), self.plan.meddle_every_s)
            writing.append(asyncio.create_task(work))
        return writing

    @property
    def behind(self) -> int:
        """How many screens are not complete, as far as anybody here knows, and how many messages wait."""
        top: dict[tuple[str, str], int] = {}
        feeds = [(person.side, feed) for person in self.people for feed in person.feeds.values()]
        for side, feed in feeds:
            top[side, feed.conversation] = max(top.get((side, feed.conversation), 0), feed.known)
        screens = sum(feed.last < top[side, feed.conversation] for side, feed in feeds)
        return screens + sum(person.waiting for person in self.people)

    def progress(self) -> str:
        online = sum(person.online.is_set() for person in self.people)
        waiting = sum(person.waiting for person in self.people)
        return json.dumps({"written": self.written, "waiting": waiting, "online": online, "people": len(self.people)})

    async def settle(self) -> None:
        """Wait for every screen. Then everybody looks at it again, as people do: what stands beside the lines may be old until then."""
        for _ in range(int(SETTLE_S / LOOK_EVERY_S)):
            if not self.behind:
                await asyncio.gather(*(person.look_again() for person in self.people))
                return
            await asyncio.sleep(LOOK_EVERY_S)

    def end(self) -> None:
        for person in self.people:
            person.finish()
        for task in self.tasks:
            task.cancel()
        self.log.close()


async def _read(person: Person, conversation: str) -> None:
    feed, carrier = person.feeds.get(conversation), person.carrier
    if feed is not None and carrier is not None and feed.last:
        await carrier.ask("read", conversation=conversation, number=feed.last)


async def run(plan: Plan) -> None:
    town, stop = Town(plan), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await town.begin()
    writing = town.go()
    while not stop.is_set():
        print(town.progress(), flush=True)
        town.log.flush()
        for task in writing:
            if task.done():
                task.result()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 1.0)
    for task in writing:
        task.cancel()
    await town.settle()
    print(town.progress(), flush=True)
    town.end()


def write_plan(plan: Plan, path: Path) -> None:
    path.write_text(json.dumps(asdict(plan)), encoding="utf-8")


if __name__ == "__main__":
    uvloop.run(run(Plan(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
