"""What is measured at one server, one function each. A phase gives plain numbers; names end in their unit."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.load import cpu
from bench.load.crowd import Crowd, Person

WARM_S = 0.7
SETTLE_S = 10.0  # a push that has not come by then is lost
LOOK_EVERY_S = 0.02
QUIET_S = 0.3
FIRST = 50  # who warm a server up

Numbers = dict[str, Any]


@dataclass(frozen=True)
class Watched:
    """The processes whose costs are told apart."""

    pids: dict[str, int]

    def read(self) -> dict[str, float]:
        return {name: cpu.seconds(pid) for name, pid in (self.pids | {"load": os.getpid()}).items()}

    def since(self, before: dict[str, float], count: int) -> Numbers:
        """Microseconds of CPU for each of `count` things."""
        now = self.read()
        return {f"{name}_cpu_us": (now[name] - before[name]) * 1e6 / max(count, 1) for name in before}

    def memory(self) -> int:
        return cpu.memory(self.pids["server"])


async def warm(crowd: Crowd) -> None:
    """A few come, talk and go: pools are filled, and what is loaded once is nobody's socket."""
    await crowd.admit(FIRST)
    for person in crowd.visitors:
        crowd.talk(person)
    await until(lambda: not any(person.asked for person in crowd.visitors))
    await crowd.leave()


async def connect(crowd: Crowd, watched: Watched, sockets: int) -> Numbers:
    """All come in, and nobody talks: connects per second, hello included, and what an idle socket holds."""
    empty, before, began = watched.memory(), watched.read(), time.perf_counter()
    await crowd.admit(sockets)
    seconds = time.perf_counter() - began
    count = len(crowd.visitors) + len(crowd.operators)
    await asyncio.sleep(0.3)  # freed buffers go back
    idle = (watched.memory() - empty) / count
    return {
        "connects_per_s": count / seconds,
        "idle_socket_bytes": idle,
        "base_bytes": empty,
        "sent_away": crowd.sent_away,
        **watched.since(before, count),
    }


async def saturate(crowd: Crowd, watched: Watched, talkers: int, seconds: float) -> Numbers:
    """Everyone sends as soon as they were answered."""
    crowd.tally.clear()
    told = await _closed_loop(crowd, watched, crowd.visitors[:talkers], crowd.talk, seconds)
    expected = 2 * len(crowd.tally.acks)  # to the project's operator, and back to the visitor
    await until(lambda: len(crowd.tally.pushes) >= expected)
    return {**told, "delivered": len(crowd.tally.pushes) / max(expected, 1), "doubled": crowd.tally.doubled}


async def resume(crowd: Crowd, watched: Watched, talkers: int, seconds: float) -> Numbers:
    """Everyone asks for the newest page of their conversation as soon as they were answered."""
    crowd.tally.clear()
    ids = {id(person): guest.conversation_public_id for person, guest in zip(crowd.visitors, crowd.world.guests, strict=False)}

    def ask(person: Person) -> None:
        person.ask("resume", {"conversation": ids[id(person)], "after": None})

    return await _closed_loop(crowd, watched, crowd.visitors[:talkers], ask, seconds)


async def _closed_loop(crowd: Crowd, watched: Watched, people: list[Person], again: Callable[[Person], None], seconds: float) -> Numbers:
    for person in people:
        person.after_reply = again
        again(person)
    await asyncio.sleep(WARM_S)
    before, began, first = watched.read(), time.perf_counter(), len(crowd.tally.acks)
    await asyncio.sleep(seconds)
    count, took = len(crowd.tally.acks) - first, time.perf_counter() - began
    costs = watched.since(before, count)
    latencies = percentiles("ack", crowd.tally.acks[first:])
    for person in people:
        person.after_reply = None
    await until(lambda: not any(person.asked for person in people))
    return {"per_s": count / took, "refused": crowd.tally.refused, **costs, **latencies}


async def fixed_rate(crowd: Crowd, watched: Watched, talkers: int, rate: int, seconds: float) -> Numbers:
    """So many messages a second, whether answered or not: the latency of a server that is not at its limit."""
    crowd.tally.clear()
    people, count = crowd.visitors[:talkers], int(rate * seconds)
    before, began = watched.read(), time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        crowd.talk(people[number % len(people)])
    await until(lambda: len(crowd.tally.acks) >= count and len(crowd.tally.pushes) >= 2 * count)
    tally = crowd.tally
    heard = {"refused": tally.refused, "delivered": len(tally.pushes) / max(2 * count, 1)}
    return {**heard, **watched.since(before, count), **percentiles("ack", tally.acks), **percentiles("push", tally.pushes)}


async def fan_out(crowd: Crowd, watched: Watched, listeners: int, seconds: float) -> Numbers:
    """One project's operators are `listeners` many: what one message to all of them costs, and when it has come."""
    more = listeners - 1 - (len(crowd.operators) - len(crowd.world.sites))
    await crowd.watch([0] * more)
    await quiet(crowd)
    crowd.tally.clear()
    speaker = crowd.visitors[0]
    before, began, events = watched.read(), time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        crowd.talk(speaker)
        events += 1
        await until(lambda expected=events * (listeners + 1): len(crowd.tally.pushes) >= expected)  # type: ignore[misc]
    delivered = len(crowd.tally.pushes) / (events * (listeners + 1))
    return {"delivered": delivered, "events": events, **watched.since(before, events), **percentiles("push", crowd.tally.pushes)}


async def until(done: Callable[[], bool]) -> None:
    """Wait for a state, at most SETTLE_S: what is missing then shows in the numbers."""
    deadline = time.perf_counter() + SETTLE_S
    pause = 0.0005
    while not done() and time.perf_counter() < deadline:
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LOOK_EVERY_S)


async def quiet(crowd: Crowd) -> None:
    """Wait until nothing comes any more: what a slow server still owes is not the next phase's."""
    deadline, heard = time.perf_counter() + SETTLE_S, -1
    while heard != len(crowd.tally.pushes) and time.perf_counter() < deadline:
        heard = len(crowd.tally.pushes)
        await asyncio.sleep(QUIET_S)


def percentiles(name: str, seconds: list[float]) -> Numbers:
    """In milliseconds; nothing where nothing came."""
    ranked = sorted(seconds)
    if not ranked:
        return {}
    places = {"p50": 0.50, "p95": 0.95, "p99": 0.99}
    return {f"{name}_{label}_ms": ranked[min(len(ranked) - 1, int(len(ranked) * part))] * 1000 for label, part in places.items()}
