"""One fault run: house, workload and nemesis, then the checker (`python -m tests.faults.run`). Exit status is the checker's.

Prints its seed: the same seed gives the same faults in the same order, to whatever the machine is doing meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvloop

from launcher.places import ROOT
from tests.faults.house import House, housed
from tests.faults.nemesis import Nemesis
from tests.faults.workload import Plan, write_plan

ASK_EVERY_S = 0.5
GRACE_S = 120.0  # for everybody to catch up once the last fault has healed


@dataclass(frozen=True)
class Run:
    """How long, how hard, how many."""

    seed: int
    seconds: float
    messages: int  # the run goes on until so many are written, and fails with fewer
    talks: int
    think_s: float
    hold_s: tuple[float, float]
    between_s: tuple[float, float]
    caught_up_s: float  # the checker judges the 95th percentile; 0 to print it only
    longest: float = 4.0  # times the given seconds, when the messages are not there by then
    leaks: bool = True  # wait until every socket has gone, and look what is still held: that takes most of a minute


async def run(asked: Run, folder: Path, say: Callable[[str], Any]) -> int:
    """Returns the checker's exit status. What everybody wrote stays in `folder`."""
    _empty(folder)
    say(f"seed {asked.seed}")
    async with housed(folder) as house:
        with (folder / "storm.jsonl").open("w", encoding="utf-8") as log:
            nemesis = Nemesis(house, log, asked.seed, asked.hold_s)
            await _storm(asked, folder, nemesis, say)
        return await _check(asked, folder, house, say)


async def _storm(asked: Run, folder: Path, nemesis: Nemesis, say: Callable[[str], Any]) -> None:
    house = nemesis.house
    plan = Plan(str(folder), house.addresses, house.customers, asked.seed, talks=asked.talks, think_s=asked.think_s)
    write_plan(plan, folder / "plan.json")
    projects = {one["project"]: one["name"] for one in house.customers}
    (folder / "projects.json").write_text(json.dumps(projects), encoding="utf-8")
    workload = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.workload", str(folder / "plan.json"), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert workload.stdout is not None
    try:
        said = json.loads(await workload.stdout.readline() or b"{}")  # everybody is there
        begun, striking = time.monotonic(), asyncio.create_task(nemesis.run(asked.between_s))
        while said and not _enough(asked, said["written"], time.monotonic() - begun):
            if striking.done():
                striking.result()
            said = json.loads(await workload.stdout.readline() or b"{}")
            nemesis.sample()
            say(_progress(said, time.monotonic() - begun, nemesis.now))
        nemesis.leaving.set()
        await striking
        if workload.returncode is None:
            workload.send_signal(signal.SIGTERM)
        async with asyncio.timeout(GRACE_S):
            await workload.communicate()
        assert workload.returncode == 0, f"the workload failed: {workload.returncode}"
        await nemesis.read_metrics()
        if asked.leaks:
            say(f"every socket was freed {await _idle(nemesis):.0f} s after its client had gone, also the half-open ones")
            nemesis.sample(idle=True)
    finally:
        if workload.returncode is None:
            workload.kill()


def _enough(asked: Run, written: int, seconds: float) -> bool:
    return seconds >= asked.seconds and (written >= asked.messages * 1.02 or seconds >= asked.seconds * asked.longest)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


async def _idle(nemesis: Nemesis) -> float:
    """Wait until every socket has gone, also those whose other end nobody told (fault 3). Returns the seconds."""
    begun = time.monotonic()
    for _ in range(int(GRACE_S / ASK_EVERY_S)):
        if not await nemesis.open_sockets():
            return time.monotonic() - begun
        await asyncio.sleep(ASK_EVERY_S)
    raise TimeoutError("sockets stay open though nobody is connected")


async def _check(asked: Run, folder: Path, house: House, say: Callable[[str], Any]) -> int:
    words = [str(folder), house.superuser_url, "--least", str(asked.messages), "--caught-up", str(asked.caught_up_s)]
    checker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.check", *words, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await checker.communicate()
    say(said.decode())
    say(f"seed {asked.seed}: {'every invariant held' if checker.returncode == 0 else 'VIOLATIONS'}")
    return checker.returncode or 0


def _progress(said: dict[str, Any], seconds: float, fault: str) -> str:
    if not said:
        return "the workload has ended early"
    online = f"{said['online']:>3}/{said['people']} online"
    return f"{seconds:6.0f} s  {said['written']:>7} written  {said['waiting']:>4} waiting  {online}  {fault}"


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--messages", type=int, default=5000)
    asked.add_argument("--talks", type=int, default=20)
    asked.add_argument("--think", type=float, default=0.5)
    asked.add_argument("--caught-up", type=float, default=0.0)
    asked.add_argument("--folder", type=Path, default=ROOT / "var" / "faults")
    options = asked.parse_args()
    told = Run(
        seed=options.seed,
        seconds=options.seconds,
        messages=options.messages,
        talks=options.talks,
        think_s=options.think,
        hold_s=(1.0, 5.0),
        between_s=(5.0, 10.0),
        caught_up_s=options.caught_up,
    )

    def say(words: str) -> None:
        sys.stdout.write(words + "\n")
        sys.stdout.flush()

    return uvloop.run(run(told, options.folder, say))


if __name__ == "__main__":
    sys.exit(main())
