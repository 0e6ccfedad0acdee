"""`make soak`: many thousand sockets come and go in one process, and it has to be as it was before.

Half are visitors, half operators. One in GREETED says hello and is answered, which takes most of the time; the others go as they
came, without a word. Memory, open descriptors and tasks are read when
nobody is there: after a first crowd, which fills every cache and pool, and after the last.
"""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import time
from dataclasses import dataclass

import uvloop

from bench.house import House, keep_house, until_ready
from bench.load import cpu
from bench.load.crowd import Crowd, Person
from bench.load.dialects import DIALECTS
from bench.load.wire import open_wire
from bench.options import whole_of
from bench.stacks import Stack, free_port, log_of, parley
from launcher.program import start
from launcher.say import say

SOCKETS = 200_000
FIRST = 4_000  # fill what is allowed to stay
AT_ONCE = 40
GREETED = 10
TELL_EVERY = 5_000
MORE = 1.10
SETTLE_S = 60.0  # nobody is gone before they have stayed away a few seconds
LOOK_EVERY_S = 0.5


@dataclass(frozen=True)
class State:
    """What a process holds while nobody is there."""

    memory: int
    descriptors: int
    tasks: int
    sockets: int

    def __str__(self) -> str:
        return f"{self.memory / 1e6:.1f} MB, {self.descriptors} descriptors, {self.tasks} tasks"

    def within(self, base: State) -> dict[str, bool]:
        pairs = {name: (getattr(self, name), getattr(base, name)) for name in ("memory", "descriptors", "tasks")}
        return {name: now <= then * MORE + 1 for name, (now, then) in pairs.items()}


def soak() -> int:
    """Returns the exit code: 1 when something has stayed behind."""
    sockets = whole_of(os.environ, "SOAK_SOCKETS", SOCKETS)
    server = os.environ.get("PARLEY_ASGI", "daphne")
    with keep_house(1) as house:
        return uvloop.run(_soak(house, parley(server), sockets))


async def _soak(house: House, stack: Stack, sockets: int) -> int:
    port = free_port()
    program = stack.program(house, port)
    with log_of(house, stack).open("ab") as log:
        process = start(program, log)
    try:
        until_ready(program, log_of(house, stack))
        crowd = Crowd(house.world, port, DIALECTS["plain"])
        await come_and_go(crowd, min(FIRST, sockets))
        base = await settled(process.pid, port)
        say(f"  base: {base}")
        await come_and_go(crowd, sockets, process.pid)
        after = await settled(process.pid, port, base)
        say(f"  after {sockets:,} sockets: {after}")
    finally:
        process.kill()
        process.wait()
    kept = after.within(base)
    for name, good in kept.items():
        say(f"  {'✓' if good else '✗'}  {name}: {getattr(base, name):,} → {getattr(after, name):,}")
    return 0 if all(kept.values()) else 1


async def come_and_go(crowd: Crowd, sockets: int, pid: int | None = None) -> None:
    """So many sockets one after another, AT_ONCE at the same time."""
    began, done = time.monotonic(), 0
    places = iter(range(sockets))

    async def again_and_again() -> None:
        nonlocal done
        for place in places:
            await visit(crowd, place)
            done += 1
            if pid is not None and done % TELL_EVERY == 0:
                rate = done / (time.monotonic() - began)
                say(f"     {done:>9,} of {sockets:,}   {rate:5.0f}/s   {cpu.memory(pid) / 1e6:.1f} MB")

    await asyncio.gather(*(again_and_again() for _ in range(AT_ONCE)))


async def visit(crowd: Crowd, place: int) -> None:
    """Come, be greeted perhaps, and go: a visitor nobody has seen before, or an operator."""
    person, site = Person(crowd), crowd.world.sites[place % len(crowd.world.sites)]
    headers = {"Authorization": f"Bearer {crowd.world.api_key}"}
    if place // 2 % GREETED:
        person.wire = await open_wire(
            crowd.port, "/ws/panel/" if place % 2 else "/ws/widget/", person.heard, headers if place % 2 else None
        )
    elif place % 2:
        await person.enter("panel", {"v": 1, "project": site.public_id}, headers)
    else:
        hello = {"v": 1, "project": site.key, "token": None, "conversation": None, "locale": "en", "after": None}
        await person.enter("widget", hello)
    crowd.tally.clear()
    person.wire.hang_up()
    await person.wire.closed


async def settled(pid: int, port: int, base: State | None = None) -> State:
    """The state once everybody has gone; with a base, once it is reached again, or SETTLE_S have passed."""
    until = time.monotonic() + SETTLE_S
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        state = state_of(pid, port)
        gone = state.sockets == 0 and (base is None or all(state.within(base).values()))
        if time.monotonic() > until or (gone and (base is not None or time.monotonic() > until - SETTLE_S + 15)):
            return state


def state_of(pid: int, port: int) -> State:
    """From /proc, and what the process says of itself."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", "/metrics")
    told = line.getresponse().read().decode()
    line.close()
    sockets = sum(float(value) for value in re.findall(r"^parley_sockets\{.*\} (\S+)$", told, re.MULTILINE))
    tasks = re.search(r"^parley_tasks (\S+)$", told, re.MULTILINE)
    return State(cpu.memory(pid), cpu.descriptors(pid), int(float(tasks[1])) if tasks else 0, int(sockets))
