"""`make bench-growth`: the same questions at ten thousand, a hundred thousand … ten million messages."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bench.growth.asking import Asked, Asker
from bench.growth.copying import Copier
from bench.house import House, keep_house, until_ready
from bench.machine import machine
from bench.stacks import free_port, log_of, parley
from bench.table import as_text, short
from launcher import places
from launcher.program import start
from launcher.say import say, step

RESULT = places.VAR / "bench-growth.json"
SMALLEST, LARGEST = 10_000, 10_000_000
# Visitors whose tokens we know, all waiting: the inbox's page is full at every size, and no table so small that it is read whole.
SETTLED = 5000
TALKED = 100  # of them, those who have a talk of sixty lines
# Rows grow a thousandfold, each index by two levels: that is a block more for each time one is entered.
MOST_BUFFERS, MOST_TIME = 1.5, 1.3

Stage = dict[str, Any]


def grow() -> int:
    """Up to LARGEST. Returns the exit code: 1 when something grew with its past."""
    with keep_house(SETTLED) as house:
        stages, about = measure(house, LARGEST), machine(house)
    RESULT.write_text(json.dumps({"machine": about, "stages": stages}, indent=1))
    return show(stages)


def measure_growth(largest: int) -> list[Stage]:
    """The stages up to `largest`, in stores of their own."""
    with keep_house(SETTLED) as house:
        stages = measure(house, largest)
    show(stages)
    return stages


def measure(house: House, largest: int) -> list[Stage]:
    copier = Copier(house.superuser_url(), house.world, largest)
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
            with step(f"Growing to {messages:,} messages"):
                copier.grow_to(messages)
            # The same number of conversations at every size, drawn from all there are.
            asker = Asker(house.world, port, house.superuser_url(), copier.known)
            asked = {name: asker.measure(question) for name, question in asker.questions().items()}
            say("     " + "   ".join(f"{name} {one.buffers:.0f} buffers, {one.p50_ms:.1f} ms" for name, one in asked.items()))
            stages.append({"messages": messages, **{name: asdict(one) for name, one in asked.items()}})
            messages *= 10
    finally:
        server.kill()
        server.wait()
    return stages


def show(stages: list[Stage]) -> int:
    """Print the table; 1 when buffers or times of the last stage exceed the first's by more than promised."""
    say("\n" + as_text(growth_table(stages)) + "\n")
    broken = 0
    for name in names_of(stages):
        first, last = (Asked(**stages[place][name]) for place in (0, -1))
        for what, now, then, most in (
            ("buffers", last.buffers, first.buffers, MOST_BUFFERS),
            ("time", last.p50_ms, first.p50_ms, MOST_TIME),
        ):
            kept = now <= then * most
            broken += not kept
            say(f"  {'✓' if kept else '✗'}  {name:<8} {what:<8} × {now / then:.2f}, promised ≤ {most}")
    return 1 if broken else 0


def names_of(stages: list[Stage]) -> list[str]:
    return [name for name in stages[0] if name != "messages"]


def growth_table(stages: list[Stage]) -> list[list[str]]:
    """One row a question, one column a size."""
    header = ["buffers / p50 ms", *(f"{stage['messages']:,}" for stage in stages)]
    rows = [[name, *(f"{short(stage[name]['buffers'])} / {short(stage[name]['p50_ms'])}" for stage in stages)] for name in names_of(stages)]
    return [header, *rows]
