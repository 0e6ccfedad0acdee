"""`python -m bench.load PLAN`: plays one round at a server that runs already, and prints each phase as a line of JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import uvloop

from bench.load import phases
from bench.load.crowd import Crowd
from bench.load.dialects import DIALECTS
from bench.load.plan import Plan
from bench.load.reads import reads
from bench.world import World
from launcher.say import say


def tell(phase: str, numbers: phases.Numbers) -> None:
    say(json.dumps({"phase": phase, **numbers}))


async def play(plan: Plan) -> None:
    world = World.read(Path(plan.world))
    crowd, watched = Crowd(world, plan.port, DIALECTS[plan.dialect]), phases.Watched(plan.pids)
    await phases.warm(Crowd(world, plan.port, DIALECTS[plan.dialect]))
    tell("connect", await phases.connect(crowd, watched, plan.sockets))
    tell("saturate", await phases.saturate(crowd, watched, plan.talkers, plan.seconds))
    tell("rate", await phases.fixed_rate(crowd, watched, plan.talkers, plan.rate, plan.seconds))
    for listeners in plan.fan_outs:
        tell(f"fan_out_{listeners}", await phases.fan_out(crowd, watched, listeners, plan.seconds / 3))
    if plan.reads:
        tell("resume", await phases.resume(crowd, watched, plan.talkers, plan.seconds / 2))
        for name, numbers in (await reads(world, plan.port, watched, plan.seconds / 2)).items():
            tell(name, numbers)
    await crowd.leave()


if __name__ == "__main__":
    uvloop.run(play(Plan(**json.loads(Path(sys.argv[1]).read_text()))))
