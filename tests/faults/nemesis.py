"""The nemesis: one fault after the other, chosen by a seed, each held for a while and then healed."""

from __future__ import annotations

import asyncio
import json
import random
import re
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO, Any

from tests.faults.client.http import ask_http
from tests.faults.house import WEBS, House
from tests.faults.proxy import Fault

Hold = Callable[[], Awaitable[None]]
Strike = Callable[["Nemesis"], Awaitable[None]]

# The checker's list names these: what was done, in words.
STRIKES: dict[str, Strike] = {}


def strike(name: str) -> Callable[[Strike], Strike]:
    def keep(function: Strike) -> Strike:
        STRIKES[name] = function
        return function

    return keep


class Nemesis:
    """Holds the house and the log. A strike injects, holds, and heals what it did."""

    def __init__(self, house: House, log: IO[str], seed: int, hold_s: tuple[float, float]) -> None:
        self.house, self.log, self.hold_s = house, log, hold_s
        self.luck = random.Random(seed)
        self.now = ""
        self.left: list[str] = []
        self.leaving = asyncio.Event()

    @property
    def number(self) -> int:
        return self.luck.randrange(WEBS)

    async def hold(self) -> None:
        await asyncio.sleep(self.luck.uniform(*self.hold_s))

    def note(self, op: str, **fields: Any) -> None:
        self.log.write(json.dumps({"t": round(time.time(), 3), "op": op, **fields}) + "\n")
        self.log.flush()

    def next(self) -> str:
        """Every strike once in a random order, then again: a short run sees as many kinds as fit."""
        if not self.left:
            self.left = sorted(STRIKES)
            self.luck.shuffle(self.left)
        return self.left.pop()

    async def once(self, name: str) -> None:
        self.now = name
        await self.read_metrics()
        self.note("inject", fault=name)
        try:
            await STRIKES[name](self)
        finally:
            self.house.calm()
            self.now = ""
        self.note("heal", fault=name)

    async def run(self, between_s: tuple[float, float]) -> None:
        """Until `leaving` is set: the fault that is on is healed first, a half-done one would leave a part dead."""
        while not self.leaving.is_set():
            try:
                await asyncio.wait_for(self.leaving.wait(), self.luck.uniform(*between_s))
            except TimeoutError:
                await self.once(self.next())

    async def read_metrics(self) -> None:
        for number, port in enumerate(self.house.ports[:WEBS]):
            process = self.house.processes.get(f"web{number}")
            text = await _metrics(port)
            if process is not None and text:
                self.note("metrics", who=f"web{number}", pid=process.pid, values=_values(text))

    async def open_sockets(self) -> float:
        """How many sockets the web processes say they have."""
        texts = [await _metrics(port) for port in self.house.ports[:WEBS]]
        return sum(float(value) for text in texts for value in re.findall(r"^parley_sockets\{.*\} (\S+)$", text, re.MULTILINE))

    def sample(self, *, idle: bool = False) -> None:
        for name in (f"web{number}" for number in range(WEBS)):
            process = self.house.processes.get(name)
            if process is not None and (found := held_by(process.pid)) is not None:
                self.note("sample", who=name, pid=process.pid, rss_kb=found[0], fds=found[1], idle=idle)


async def _metrics(port: int) -> str:
    try:
        status, _, text = await ask_http(f"127.0.0.1:{port}", "GET", "/metrics", {}, None, 3.0)
    except (OSError, TimeoutError, EOFError, ValueError):
        return ""
    return text if status == 200 else ""


def _values(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^(parley_\w+_total)(?:\{[^}]*\})? (\S+)$", text, re.MULTILINE)}


def held_by(pid: int) -> tuple[int, int] | None:
    """Resident kilobytes and open descriptors."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]), sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except (OSError, IndexError):
        return None


# Between client and web -----------------------------------------------------------------------------------------------


@strike("clients offline")
async def _offline(nemesis: Nemesis) -> None:
    """1: nothing comes through in either direction, then the connections are reset."""
    front = nemesis.luck.choice(nemesis.house.front)
    front.turn(Fault(swallow_up=True, swallow_down=True, share=nemesis.luck.uniform(0.3, 1.0)))
    await nemesis.hold()


@strike("connections cut at random bytes")
async def _cut(nemesis: Nemesis) -> None:
    """1: whatever was on its way is torn apart."""
    for _ in range(8):
        front = nemesis.luck.choice(nemesis.house.front)
        front.turn(Fault(cut_after=max(1, max((link.seen for link in front.links), default=0) - nemesis.luck.randrange(5000)), share=0.3))
        await asyncio.sleep(0.4)
        front.heal()


@strike("answers lost")
async def _answers_lost(nemesis: Nemesis) -> None:
    """2: what was asked is done, and nobody hears of it."""
    nemesis.luck.choice(nemesis.house.front).turn(Fault(swallow_down=True, share=0.7))
    await nemesis.hold()


@strike("half-open sockets")
async def _half_open(nemesis: Nemesis) -> None:
    """3: both ends stand, nothing arrives, nobody is told; new connections fare no better for a while."""
    front = nemesis.luck.choice(nemesis.house.front)
    front.strand(0.5)
    front.turn(Fault(accept_and_drop=True, share=0.3))
    await nemesis.hold()


@strike("slow and jittery net")
async def _slow(nemesis: Nemesis) -> None:
    for front in nemesis.house.front:
        front.turn(Fault(delay_s=0.1, jitter_s=0.4, bytes_per_s=50_000))
    await nemesis.hold()


# Processes ------------------------------------------------------------------------------------------------------------


@strike("web killed")
async def _web_killed(nemesis: Nemesis) -> None:
    """11."""
    name = f"web{nemesis.number}"
    await nemesis.house.end(name)
    await nemesis.hold()
    await nemesis.house.start(name)


@strike("web stopped and continued")
async def _web_stopped(nemesis: Nemesis) -> None:
    """12: what it wakes up with is old."""
    name = f"web{nemesis.number}"
    nemesis.house.signal(name, signal.SIGSTOP)
    await nemesis.hold()
    nemesis.house.signal(name, signal.SIGCONT)


@strike("web restarted politely")
async def _web_restarted(nemesis: Nemesis) -> None:
    await nemesis.house.again(f"web{nemesis.number}", signal.SIGTERM)


@strike("worker killed")
async def _worker_killed(nemesis: Nemesis) -> None:
    """28."""
    await nemesis.house.again("worker")


# Valkey ---------------------------------------------------------------------------------------------------------------


@strike("valkey restarted empty")
async def _valkey_restarted(nemesis: Nemesis) -> None:
    """16."""
    await nemesis.house.end("valkey")
    await nemesis.hold()
    await nemesis.house.start("valkey")


@strike("valkey paused")
async def _valkey_paused(nemesis: Nemesis) -> None:
    """17."""
    await nemesis.house.ask_valkey(f"CLIENT PAUSE {int(nemesis.luck.uniform(*nemesis.hold_s) * 1000)} ALL")
    await nemesis.house.valkey_is_back()


@strike("valkey frozen")
async def _valkey_frozen(nemesis: Nemesis) -> None:
    """17."""
    nemesis.house.signal("valkey", signal.SIGSTOP)
    await nemesis.hold()
    nemesis.house.signal("valkey", signal.SIGCONT)


@strike("pubsub connections cut")
async def _pubsub_cut(nemesis: Nemesis) -> None:
    """18: once a second."""
    for _ in range(4):
        await nemesis.house.ask_valkey("CLIENT KILL TYPE pubsub")
        await asyncio.sleep(1.0)


@strike("one web without valkey")
async def _one_without_valkey(nemesis: Nemesis) -> None:
    """16, for one process alone: the other never hears what this one says."""
    proxy = nemesis.luck.choice(nemesis.house.to_valkey)
    proxy.turn(Fault(accept_and_drop=True))
    proxy.reset()
    await nemesis.hold()
    proxy.heal()
    proxy.reset()


@strike("hints lost, doubled, late")
async def _hints(nemesis: Nemesis) -> None:
    """20."""
    for one in nemesis.house.mischief:
        one.lost, one.doubled, one.late = 0.3, 0.2, 0.2
    await nemesis.hold()


# Postgres -------------------------------------------------------------------------------------------------------------


@strike("postgres restarted")
async def _postgres_restarted(nemesis: Nemesis) -> None:
    """22: SIGQUIT is Postgres' immediate stop; it recovers from its log."""
    await nemesis.house.again("postgres", signal.SIGQUIT)


@strike("postgres connections cut")
async def _postgres_cut(nemesis: Nemesis) -> None:
    """23."""
    for _ in range(3):
        await nemesis.house.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'parley_app';")
        await asyncio.sleep(1.0)


@strike("commit unknown")
async def _commit_unknown(nemesis: Nemesis) -> None:
    """27: statements arrive and are done, their answers never come back, then the connection breaks."""
    for _ in range(3):
        proxy = nemesis.luck.choice(nemesis.house.to_postgres)
        proxy.turn(Fault(swallow_down=True))
        await asyncio.sleep(nemesis.luck.uniform(0.2, 1.5))
        proxy.heal()
        await asyncio.sleep(0.5)
