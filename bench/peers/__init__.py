"""What others would build: their packages, their database, and how they start."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.house import House
from bench.stacks import Stack
from launcher import places
from launcher.node import node, node_env, npm
from launcher.say import step
from launcher.stamps import digest_of, is_done, mark_done
from launcher.tool import must_run

HERE = Path(__file__).parent
INSTALLED = places.VAR / "bench" / "peers"
DATABASE = "peers"


def peers() -> list[Stack]:
    """All of them; the packages must have been installed."""

    def by_node(name: str, title: str, script: str, dialect: str, *, batched: bool) -> Stack:
        argv = (node(), str(INSTALLED / script), "{port}", "{world}")
        return Stack(name, title, argv, {"BATCHED": "1" if batched else "0"}, dialect, database=DATABASE)

    daphne = (sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", "{port}", "bench.tutorial.asgi:application")
    return [
        by_node("ws", "Node ws, per message", "ws.mjs", "plain", batched=False),
        by_node("ws-batched", "Node ws, batched", "ws.mjs", "plain", batched=True),
        by_node("socketio", "socket.io, per message", "socketio.mjs", "socket.io", batched=False),
        by_node("socketio-batched", "socket.io, batched", "socketio.mjs", "socket.io", batched=True),
        Stack("tutorial", "Channels tutorial", daphne, {"BENCH_WORLD": "{world}"}, "spaced", database=DATABASE),
    ]


def install_peers() -> None:
    """Have the Node peers with their packages, exactly those of the lock, below `var/`."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for file in (*HERE.glob("*.mjs"), *HERE.glob("package*.json"), HERE / ".npmrc"):
        shutil.copy(file, INSTALLED)
    digest = digest_of([HERE / "package-lock.json"])
    if is_done("bench-peers", digest) and (INSTALLED / "node_modules").is_dir():
        return
    with step("Packages of the peers"):
        must_run([*npm(), "ci", "--prefix", INSTALLED, "--no-audit", "--no-fund"], "They could not be installed.", env=node_env())
    mark_done("bench-peers", digest)


def make_database(house: House) -> None:
    """A database of their own: Parley refuses to start beside a table without walls."""
    house.sql(f"CREATE DATABASE {DATABASE};", "postgres")
    house.sql((HERE / "schema.sql").read_text() + "GRANT INSERT, SELECT ON message TO parley_app;", DATABASE)
