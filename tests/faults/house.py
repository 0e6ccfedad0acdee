"""The house under test: stores of its own, two web processes behind fault proxies, a Celery worker; each can be killed.

clients ── front[n] ── web n ──┬── postgres[n] ── Postgres
                               └── valkey[n] ──── Valkey
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from launcher.places import ROOT
from launcher.processes import answers_ready, product
from launcher.program import Program, start
from launcher.stores import Stores, throwaway_stores
from tests.faults.hints import Hints, Mischief
from tests.faults.proxy import Proxy
from tests.ports import free_port

SERVERS = ("daphne", "uvicorn")  # one process of each: what holds for one must hold for the other
WEBS = len(SERVERS)
READY_S = 60.0
SECRET = "only-for-fault-runs-" + "0123456789abcdef" * 4
RAISED = {
    "PARLEY_FRAMES_PER_S": "2000",
    "PARLEY_FRAMES_BURST": "4000",
    "PARLEY_SOCKETS_PER_PERSON": "500",
    "PARLEY_SOCKETS_PER_ADDRESS": "5000",
}


class House:
    """Its parts by name: `postgres`, `valkey`, `web0`, `web1`, `worker`."""

    def __init__(self, stores: Stores, folder: Path, logs: Path, extra: dict[str, str]) -> None:
        assert stores.postgres is not None
        # Acknowledged must mean written here too: throw-away stores of other tests need not survive a crash.
        self.postgres = dataclasses.replace(stores.postgres, lasting=True)
        self.stores, self.folder, self.logs = dataclasses.replace(stores, postgres=self.postgres), folder, logs
        self.programs = {one.name: one for one in stores.programs} | {"postgres": self.postgres.program()}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.mischief = [Mischief() for _ in range(WEBS)]
        self.front: list[Proxy] = []
        self.to_postgres: list[Proxy] = []
        self.to_valkey: list[Proxy] = []
        self.ports = [free_port() for _ in range(2 * WEBS)]
        self.extra = extra
        self.customers: list[dict[str, Any]] = []

    @property
    def valkey_socket(self) -> Path:
        return Path(urlsplit(self.stores.env["REDIS_URL"]).path)

    @property
    def superuser_url(self) -> str:
        """For the checker, which looks behind the walls."""
        return self.postgres.url("postgres", "superuser", "parley")

    @property
    def addresses(self) -> list[str]:
        """`host:port` of each web process, as clients reach it."""
        return [f"127.0.0.1:{port}" for port in self.ports[WEBS:]]

    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "DJANGO_", "PG"))}
        return {
            **kept,
            "PARLEY_ENV": "embedded",
            "PARLEY_SECRET_KEY": SECRET,
            "PARLEY_URL": f"http://{self.addresses[0]}",
            "PARLEY_VAR_DIR": str(self.folder / "var"),
            "PARLEY_DRAIN_S": "3",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **self.stores.env,
            **RAISED,
            **self.extra,
        }

    def web_env(self, number: int) -> dict[str, str]:
        """What web process `number` is told: both stores by way of its own proxies."""
        parts = urlsplit(self.stores.env["DATABASE_URL"])
        postgres = urlunsplit(parts._replace(query=f"host={quote(str(self.plug(number, 'pg')), safe='/')}"))
        valkey = f"unix://{quote(str(self.plug(number, 'valkey.sock')))}"
        return self.env() | {"DATABASE_URL": postgres, "REDIS_URL": valkey, "PARLEY_ASGI": SERVERS[number]}

    def plug(self, number: int, name: str) -> Path:
        return self.folder / f"w{number}" / name

    async def move_in(self) -> None:
        (self.folder / "var" / "static").mkdir(parents=True)
        for name in ("postgres", "valkey"):
            await self.start(name)
        self.stores.after_start()
        owner = {**self.env(), "DATABASE_URL": self.stores.env["DATABASE_OWNER_URL"]}
        _run(owner, "manage.py", "migrate", "--no-input", "--skip-checks")
        self.customers = json.loads(_run(self.env(), "-m", "tests.faults.settle"))
        for number in range(WEBS):
            await self.lay_wires(number)
        await asyncio.gather(*(self.start(f"web{number}") for number in range(WEBS)), self.start("worker"))

    async def lay_wires(self, number: int) -> None:
        self.plug(number, "pg").mkdir(parents=True)
        server, mischief = self.postgres.sockets / ".s.PGSQL.5432", self.mischief[number]
        self.to_postgres.append(await Proxy(server).listen(self.plug(number, "pg") / ".s.PGSQL.5432"))
        self.to_valkey.append(await Proxy(self.valkey_socket, lambda: Hints(mischief)).listen(self.plug(number, "valkey.sock")))
        self.front.append(await Proxy(("127.0.0.1", self.ports[number])).listen(("127.0.0.1", self.ports[WEBS + number])))
        self.programs[f"web{number}"] = self.web(number)
        if number == 0:
            self.programs["worker"] = next(one for one in product(self.env(), 0) if one.name == "worker")

    def web(self, number: int) -> Program:
        port = self.ports[number]
        argv = [sys.executable, "manage.py", "serve", "--port", str(port)]
        env = {name: value for name, value in self.web_env(number).items() if name != "DATABASE_OWNER_URL"}
        return Program(f"web{number}", argv, env, lambda: answers_ready(port), cwd=ROOT)

    async def start(self, name: str) -> None:
        """Start a part, and return once it says that it can work. On the main thread: children end with their starter."""
        self.spawn(name)
        await until(self.programs[name].ready, name, lambda: (self.logs / f"{name}.log").read_text(errors="replace")[-2000:])

    def spawn(self, name: str) -> None:
        """Start a part, ready or not."""
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = start(self.programs[name], log)

    async def comes_up(self, names: Sequence[str]) -> None:
        """Start again whatever has ended, as every supervisor does, until all of them can work."""
        deadline = time.monotonic() + READY_S
        while not all([await asyncio.to_thread(self.programs[name].ready) for name in names]):
            assert time.monotonic() < deadline, f"{names} do not come up"
            for name in names:
                if self.processes[name].poll() is not None:
                    self.spawn(name)
            await asyncio.sleep(0.2)

    async def end(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        process = self.processes.pop(name)
        process.send_signal(how)
        await asyncio.to_thread(process.wait)

    async def again(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End it, and start it again at once."""
        await self.end(name, how)
        await self.start(name)

    def signal(self, name: str, which: signal.Signals) -> None:
        self.processes[name].send_signal(which)

    async def sql(self, text: str) -> str:
        return await asyncio.to_thread(self.postgres.run_sql, text, "parley")

    async def ask_valkey(self, *commands: str) -> str:
        return await asyncio.to_thread(_ask_valkey, self.valkey_socket, commands)

    async def valkey_is_back(self) -> None:
        await until(self.programs["valkey"].ready, "valkey")

    def calm(self) -> None:
        """Every proxy healthy, every hint as it came."""
        for proxy in (*self.front, *self.to_postgres, *self.to_valkey):
            proxy.heal()
        for one in self.mischief:
            one.lost = one.doubled = one.late = 0.0
            one.touched = 0

    def move_out(self) -> None:
        for proxy in (*self.front, *self.to_postgres, *self.to_valkey):
            proxy.close()
        for name in ("worker", *(f"web{number}" for number in range(WEBS)), "valkey", "postgres"):
            process = self.processes.pop(name, None)
            if process is not None:
                process.send_signal(signal.SIGCONT)
                process.send_signal(signal.SIGQUIT if name == "postgres" else signal.SIGKILL)
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@asynccontextmanager
async def housed(logs: Path, **extra: str) -> AsyncIterator[House]:
    """A house that stands while the block runs; the logs of its parts stay."""
    house = _found(logs, extra)
    try:
        await house.move_in()
        yield house
    finally:
        house.move_out()


def _found(logs: Path, extra: dict[str, str]) -> House:
    logs.mkdir(parents=True, exist_ok=True)
    return House(*throwaway_stores(), logs, extra)


async def until(state: Callable[[], Any], what: str, more: Callable[[], str] = str, within_s: float = READY_S) -> None:
    """Return as soon as `state` is true. It may block, so a thread asks."""
    deadline = time.monotonic() + within_s
    while not await asyncio.to_thread(state):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited in vain for {what}\n{more()}")
        await asyncio.sleep(0.05)


def _run(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, text=True, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def _ask_valkey(place: Path, commands: tuple[str, ...]) -> str:
    """Inline commands, one a line; the last answer's first bytes."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2.0)
        line.connect(str(place))
        answer = b""
        for command in commands:
            line.sendall(command.encode() + b"\r\n")
            answer = line.recv(65536)
        return answer.decode(errors="replace")
