"""Everybody with a socket: visitors who talk, operators who listen, and the tally of what they heard."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
import uuid
from collections import deque
from collections.abc import Callable
from typing import Any

from bench.load.dialects import Dialect
from bench.load.wire import Wire, open_wire
from bench.world import World

HELLO_WITHIN_S = 30.0
AT_ONCE = 50  # handshakes under way at the same time
LENGTH = 120  # bytes of a message's text
PAGE = {"url": "https://site.example/bowls", "title": "Bowls", "referrer": ""}

# A v4 id whose last twelve digits count: making them must not cost what is measured.
_PREFIX = str(uuid.uuid4())[:24]
_numbers = itertools.count(1)

# A time stands in letters: so many digits in a row could be somebody's card, and would be masked.
LETTERS = str.maketrans("0123456789", "abcdefghij")
DIGITS = bytes.maketrans(b"abcdefghij", b"0123456789")


class Tally:
    """What was heard since the last `clear`: seconds until each answer and each push, answers that were refusals."""

    def __init__(self) -> None:
        self.acks: list[float] = []
        self.pushes: list[float] = []
        self.refused = 0
        self.doubled = 0  # pushes that came once more, or long ago; browsers drop them
        self.since_ns = 0

    def clear(self) -> None:
        self.acks.clear()
        self.pushes.clear()
        self.refused = 0
        self.doubled = 0
        self.since_ns = time.perf_counter_ns()


class Person:
    """One socket. Its answers come in the order of its questions."""

    wire: Wire

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.asked: deque[float] = deque()
        self.after_reply: Callable[[Person], None] | None = None
        self.welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.refs = 0
        self.last_refusal = b""
        self.known: set[int] = set()  # when the messages were sent that came already

    async def enter(self, kind: str, hello: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        """Connect and say hello; come back when a server that has enough to do asks for it. Raises ConnectionError when refused."""
        wait_s = await self.try_to_enter(kind, hello, headers)
        while wait_s:
            self.crowd.sent_away += 1
            self.wire.hang_up()
            await asyncio.sleep(wait_s)
            wait_s = await self.try_to_enter(kind, hello, headers)

    async def try_to_enter(self, kind: str, hello: dict[str, Any], headers: dict[str, str] | None) -> float:
        """0 when we were greeted, else for how many seconds to stay away."""
        dialect = self.crowd.dialect
        self.wire = await open_wire(self.crowd.port, dialect.path(kind), self.heard, headers)
        if greeting := dialect.greeting():
            self.wire.say(greeting)
            await asyncio.wait_for(self.welcomed, HELLO_WITHIN_S)
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.after_reply, self.last_refusal = lambda _: answered.set_result(None), b""
        self.ask("hello", hello)
        await asyncio.wait_for(answered, HELLO_WITHIN_S)
        self.after_reply = None
        if not self.last_refusal:
            return 0.0
        later = re.search(rb'"slow_down".*"retry_ms":(\d+)', self.last_refusal)
        if later is None:
            raise ConnectionError(self.last_refusal.decode(errors="replace"))
        return int(later[1]) / 1000

    def ask(self, name: str, fields: dict[str, Any]) -> None:
        self.refs += 1
        frame = self.crowd.dialect.frame(name, self.refs, fields)
        self.asked.append(time.perf_counter())
        self.wire.say(frame)

    def heard(self, text: bytes) -> None:
        crowd = self.crowd
        kind = crowd.dialect.kind_of(text)
        if kind == "message":
            marked = text.find(b'"@') + 2
            sent_ns = int(text[marked : text.find(b"@", marked)].translate(DIGITS))
            if sent_ns in self.known or sent_ns < crowd.tally.since_ns:
                crowd.tally.doubled += 1
            else:
                self.known.add(sent_ns)
                crowd.tally.pushes.append(time.perf_counter() - sent_ns / 1e9)
        elif kind == "reply":
            crowd.tally.acks.append(time.perf_counter() - self.asked.popleft())
            if not crowd.dialect.ok(text):
                self.last_refusal = text
                crowd.tally.refused += 1
            if self.after_reply is not None:
                self.after_reply(self)
        elif kind == "welcome":
            self.welcomed.set_result(None)
        elif answer := crowd.dialect.answer_to(text):
            self.wire.say(answer)


class Crowd:
    """The people of a world at one server."""

    def __init__(self, world: World, port: int, dialect: Dialect) -> None:
        self.world, self.port, self.dialect = world, port, dialect
        self.tally = Tally()
        self.sent_away = 0  # hellos that had to be said again later
        self.visitors: list[Person] = []
        self.operators: list[Person] = []

    async def admit(self, visitors: int) -> None:
        """Open sockets of the next visitors, and one operator for each project that has none."""
        room = asyncio.Semaphore(AT_ONCE)

        async def enter(person: Person, *words: Any) -> None:
            async with room:
                await person.enter(*words)

        if not self.operators:
            await self.watch(range(len(self.world.sites)))
        hellos = [self.visitor_hello(len(self.visitors) + place) for place in range(visitors)]
        people = [Person(self) for _ in hellos]
        await asyncio.gather(*(enter(person, "widget", hello) for person, hello in zip(people, hellos, strict=True)))
        self.visitors += people

    def visitor_hello(self, place: int) -> dict[str, Any]:
        guest = self.world.guests[place]
        site = self.world.sites[guest.site]
        known = {"project": site.key, "token": guest.token, "conversation": guest.conversation_public_id}
        return {"v": 1, **known, "page": PAGE, "locale": "en", "after": 0}

    async def watch(self, sites: range | list[int]) -> None:
        """Let one operator more listen to each of these projects."""
        headers = {"Authorization": f"Bearer {self.world.api_key}"}
        for begin in range(0, len(sites), AT_ONCE):
            people = [(Person(self), self.world.sites[site].public_id) for site in sites[begin : begin + AT_ONCE]]
            await asyncio.gather(*(one.enter("panel", {"v": 1, "project": site}, headers) for one, site in people))
            self.operators += [one for one, _ in people]

    def talk(self, person: Person) -> None:
        """Send a message whose text says when."""
        text = f"@{str(time.perf_counter_ns()).translate(LETTERS)}@ ".ljust(LENGTH, "x")
        person.ask("send", {"client_id": f"{_PREFIX}{next(_numbers):012x}", "text": text})

    async def leave(self) -> None:
        people = [*self.visitors, *self.operators]
        for person in people:
            person.wire.hang_up()
        await asyncio.wait([person.wire.closed for person in people], timeout=10)
