"""The servers that are compared: how each starts, what it speaks, and which processes are its own."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench.house import House
from launcher import places
from launcher.processes import answers_ready
from launcher.program import Program

# One machine plays everybody, so nobody may be shown out: printed with the results.
RAISED = {
    "PARLEY_FRAMES_PER_S": "1000000",
    "PARLEY_FRAMES_BURST": "1000000",
    "PARLEY_SOCKETS_PER_ADDRESS": "1000000",
    "PARLEY_SOCKETS_PER_PERSON": "1000000",
}


@dataclass(frozen=True)
class Stack:
    """One way to build a chat server. `argv` and `env` may hold {port} and {world}."""

    name: str
    title: str
    argv: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    dialect: str = "plain"
    is_parley: bool = False
    database: str = "parley"

    def program(self, house: House, port: int) -> Program:
        """What to start. The owner's password stays with us."""
        env = {name: value for name, value in house.env.items() if name != "DATABASE_OWNER_URL"}
        env["DATABASE_URL"] = env["DATABASE_URL"].replace("/parley?", f"/{self.database}?")
        env["PARLEY_URL"] = f"http://localhost:{port}"
        env |= {name: value.format(port=port, world=house.world_file) for name, value in self.env.items()}
        argv = [word.format(port=port, world=house.world_file) for word in self.argv]
        ready = (lambda: answers_ready(port)) if self.is_parley else (lambda: listens(port))
        return Program(self.name, argv, env, ready, cwd=places.ROOT)


def listens(port: int) -> bool:
    """Whether somebody accepts connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


SERVE = (sys.executable, "manage.py", "serve", "--port", "{port}")
FLOOR = Stack("floor", "the floor", (sys.executable, "-m", "bench.floor.server", "{port}", "{world}"))


def parley(server: str) -> Stack:
    return Stack(f"parley-{server}", f"Parley, {server}", SERVE, RAISED | {"PARLEY_ASGI": server}, is_parley=True)


def log_of(house: House, stack: Stack) -> Path:
    return house.folder / f"{stack.name}.log"
