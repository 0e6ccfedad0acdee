"""`make bench-growth`: the same questions at ten thousand, a hundred thousand … ten million messages."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bench.growth.asking import Asked, Asker
from bench.growth.copying import Copier
from bench.house import House, keep_house, until_ready
from bench.machine import machine
from bench.options import whole_of
from bench.stacks import free_port, log_of, parley
from bench.table import as_text, short
from launcher import places
from launcher.program import start
from launcher.say import Trouble, say, step

RESULT = places.VAR / "bench-growth.json"
SMALLEST, LARGEST = 10_000, 10_000_000
# Visitors whose tokens we know, all waiting: the inbox's page is full at every size, and no table so small that it is read whole.
SETTLED = 5000
TALKED = 400  # of them, those among whom two projects' have a talk of sixty lines: pages of an export are full at every size
# Rows grow a thousandfold, each index by two levels: that is a block more for each time one is entered.
MOST_BUFFERS, MOST_TIME = 1.5, 1.3
# Of a person's name hardly anything is read but ways down indexes; deeper ones cost so many blocks more: two for each of two dozen ways.
WAYS_DOWN, MORE_BUFFERS = "search, name", 50
# Two words of one line, whichever they are: below, hardly anything is found, later a page is full, which is another question.
WHOLE_FROM, NOT_WHOLE = 100_000, ("search, any two words",)
MOST_SEARCH_MS = 300  # for nineteen of twenty
MEMORY, MOST_MEMORY = "peak MB", 1.1
SIZE = "COPY (SELECT pg_size_pretty(pg_database_size(current_database()))) TO STDOUT;"

Stage = dict[str, Any]


def grow() -> int:
    """Up to BENCH_MESSAGES. Returns the exit code: 1 when something grew with its past, or a search was slow."""
    largest = whole_of(os.environ, "BENCH_MESSAGES", LARGEST)
    if largest < SMALLEST:
        raise Trouble(f"BENCH_MESSAGES is at least {SMALLEST}.")
    with keep_house(SETTLED) as house:
        stages, about = measure(house, largest), machine(house)
    RESULT.write_text(json.dumps({"machine": about, "stages": stages}, indent=1))
    return show(stages)


def measure_growth(largest: int) -> list[Stage]:
    """The stages up to `largest`, in stores of their own."""
    with keep_house(SETTLED) as house:
        stages = measure(house, largest)
    show(stages)
    return stages


def measure(house: House, largest: int) -> list[Stage]:
    copier = Copier(house, largest)
    with step("Filing the first talks by the followers"):
        copier.fill_settled(TALKED)
    stack, port = parley("daphne"), free_port()
    program = stack.program(house, port)
    with log_of(house, stack).open("ab") as log:
        server = start(program, log)
    stages: list[Stage] = []
    try:
        until_ready(program, log_of(house, stack))
        messages = SMALLEST
        while messages <= largest:
            stages.append(_stage(house, port, copier, messages))
            messages *= 10
    finally:
        server.kill()
        server.wait()
    return stages


def _stage(house: House, port: int, copier: Copier, messages: int) -> Stage:
    with step(f"Growing to {messages:,} messages"):
        copier.grow_to(messages)
    with step("Comparing with what the followers make of it"):
        copier.check()
    say(f"     {house.sql(SIZE).strip()} on the disk")
    # The same number of conversations at every size, drawn from all there are.
    asked = Asker(house, port, copier).all()
    for name, one in asked.items():
        beside = "".join(f", {short(value)} {unit}" for unit, value in one.beside.items())
        say(f"     {name}: {short(one.buffers)} buffers, {short(one.p50_ms)} ms, p95 {short(one.p95_ms)} ms{beside}")
    return {"messages": messages, **{name: asdict(one) for name, one in asked.items()}}


def show(stages: list[Stage]) -> int:
    """Print the table; 1 when the last stage exceeds the first by more than promised, or a search took too long in it."""
    say("\n" + as_text(growth_table(stages)) + "\n")
    broken = 0
    for name in names_of(stages):
        first, last = Asked(**first_whole(stages, name)[name]), Asked(**stages[-1][name])
        for what, now, then, most in _ratios(name, first, last):
            kept = now <= then * most
            broken += not kept
            say(f"  {'✓' if kept else '✗'}  {name:<24} {what:<8} × {now / then:.2f}, promised ≤ {most:.2g}")
        if name.startswith("search"):
            kept = last.p95_ms <= MOST_SEARCH_MS
            broken += not kept
            say(f"  {'✓' if kept else '✗'}  {name:<24} p95 {short(last.p95_ms)} ms, promised ≤ {MOST_SEARCH_MS}")
    return 1 if broken else 0


def _ratios(name: str, first: Asked, last: Asked) -> Iterator[tuple[str, float, float, float]]:
    """What may grow by how much: its name, now, at first, and how many times at most."""
    yield "buffers", last.buffers, first.buffers, 1 + MORE_BUFFERS / first.buffers if name == WAYS_DOWN else MOST_BUFFERS
    yield "time", last.p50_ms, first.p50_ms, MOST_TIME
    if MEMORY in first.beside:
        yield "memory", last.beside[MEMORY], first.beside[MEMORY], MOST_MEMORY


def first_whole(stages: list[Stage], name: str) -> Stage:
    """The smallest size at which the question is the same as at the largest."""
    least = WHOLE_FROM if name.startswith(NOT_WHOLE) else SMALLEST
    return next((stage for stage in stages if stage["messages"] >= least), stages[-1])


def names_of(stages: list[Stage]) -> list[str]:
    return [name for name in stages[0] if name != "messages"]


def growth_table(stages: list[Stage]) -> list[list[str]]:
    """One row a question, one column a size, and how many times the last is the first, and the first whole one where that is another.

    Of a search, its slow time as well.
    """
    header = ["buffers / p50 ms", *(f"{stage['messages']:,}" for stage in stages), "× buffers / ms"]
    return [header, *(row for name in names_of(stages) for row in _rows_of(stages, name))]


def _rows_of(stages: list[Stage], name: str) -> Iterator[list[str]]:
    asked = [Asked(**stage[name]) for stage in stages]
    first, whole, last = asked[0], Asked(**first_whole(stages, name)[name]), asked[-1]
    ratio = f"{last.buffers / first.buffers:.2f} / {last.p50_ms / first.p50_ms:.2f}"
    if whole != first:
        ratio += f"; from {WHOLE_FROM:,} on {last.buffers / whole.buffers:.2f} / {last.p50_ms / whole.p50_ms:.2f}"
    yield [name, *(f"{short(one.buffers)} / {short(one.p50_ms)}" for one in asked), ratio]
    if name.startswith("search"):
        yield [f"{name}: p95 ms", *(short(one.p95_ms) for one in asked), f"{last.p95_ms / first.p95_ms:.2f}"]
    for unit in first.beside:
        values = [one.beside[unit] for one in asked]
        yield [f"{name}: {unit}", *map(short, values), f"{values[-1] / values[0]:.2f}"]
