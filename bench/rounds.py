"""Plays the stacks in turn, round after round: what the machine does to one it does to all."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict
from typing import Any

from bench.house import House, until_ready
from bench.load.plan import Plan
from bench.options import Options
from bench.stacks import Stack, free_port, log_of
from launcher import places
from launcher.program import Program, start
from launcher.say import Trouble, say

FAN_OUTS = [10, 100, 500]

# What a stack measured in one round: numbers by phase.
Round = dict[str, dict[str, Any]]


def play_rounds(house: House, stacks: list[Stack], options: Options) -> dict[str, list[Round]]:
    """Every stack once a round; the order turns, so that none always follows the same one."""
    played: dict[str, list[Round]] = {stack.name: [] for stack in stacks}
    began, longest = time.monotonic(), 0.0
    for number in range(options.rounds):
        started = time.monotonic()
        if started - began + longest > options.minutes * 60:
            say(f"\n  !  Time is up: {number} rounds of {options.rounds}. BENCH_MINUTES gives more.")
            break
        turned = stacks[number % len(stacks) :] + stacks[: number % len(stacks)]
        for stack in turned:
            say(f"\n  round {number + 1} of {options.rounds}, {stack.title}")
            played[stack.name].append(play(house, stack, options))
        longest = max(longest, time.monotonic() - started)
    return played


def play(house: House, stack: Stack, options: Options) -> Round:
    """Start one stack, let the load run against it, and end it."""
    port = free_port()
    program = stack.program(house, port)
    with log_of(house, stack).open("ab") as log:
        server = start(program, log)
    try:
        until_ready(program, log_of(house, stack))
        plan = Plan(
            port=port,
            dialect=stack.dialect,
            world=str(house.world_file),
            pids={"server": server.pid, **house.pids},
            sockets=options.sockets,
            talkers=options.talkers,
            rate=options.rate,
            seconds=options.seconds,
            fan_outs=FAN_OUTS,
            reads=stack.is_parley,
        )
        return _load(house, plan)
    except Trouble as trouble:
        said = log_of(house, stack).read_text(errors="replace")[-2000:]
        raise Trouble(f"{stack.title}: {trouble}\n{said}") from None
    finally:
        server.kill()
        server.wait()


def _load(house: House, plan: Plan) -> Round:
    """Run the load, and show each phase as it ends. Raises Trouble when it broke off."""
    file = house.folder / "plan.json"
    file.write_text(json.dumps(asdict(plan)))
    argv = [sys.executable, "-m", "bench.load", str(file)]
    load = start(Program("load", argv, house.env, lambda: True, cwd=places.ROOT), subprocess.PIPE)
    assert load.stdout is not None
    found: Round = {}
    for line in load.stdout:
        if not line.startswith(b"{"):  # what it complains of
            say(line.decode(errors="replace").rstrip())
            continue
        numbers = json.loads(line)
        phase = numbers.pop("phase")
        found[phase] = numbers
        say(f"    {phase:<12} " + "  ".join(f"{name} {value:.4g}" for name, value in numbers.items()))
    if load.wait():
        raise Trouble("the load broke off")
    return found
