"""The stores of a run: throw-away, but as careful as in production: every commit waits for the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.world import World
from launcher import places
from launcher.processes import migrate
from launcher.program import Program, start
from launcher.say import Trouble
from launcher.stores import Stores, throwaway_stores
from launcher.tool import must_run

READY_S = 30.0
ASK_EVERY_S = 0.02
SITES = 10

DURABLE = (
    *("fsync=on", "synchronous_commit=on", "full_page_writes=on"),
    *("shared_buffers=1GB", "max_wal_size=4GB", "shared_preload_libraries=pg_stat_statements"),
)
LONG_ENOUGH_KEY = "only-for-the-benchmark-" + "0123456789abcdef" * 4


@dataclass
class House:
    """Running stores with a migrated database. `env` is what the product gets; `pids` are what the load watches."""

    stores: Stores
    folder: Path
    env: dict[str, str]
    pids: dict[str, int]
    world: World
    world_file: Path

    def superuser_url(self, database: str = "parley") -> str:
        """For seeding, and for looking at what the server counts."""
        assert self.stores.postgres is not None
        return self.stores.postgres.url("postgres", "superuser", database)

    def sql(self, text: str, database: str = "parley") -> str:
        assert self.stores.postgres is not None
        return self.stores.postgres.run_sql(text, database)


@contextmanager
def keep_house(guests: int) -> Iterator[House]:
    """Start the stores, migrate, move the world in; end and remove it all."""
    stores, folder = throwaway_stores()
    running: list[tuple[Program, subprocess.Popen[bytes]]] = []
    try:
        for program in map(_durable, stores.programs):
            with (folder / f"{program.name}.log").open("wb") as log:
                running.append((program, start(program, log)))
            until_ready(program, folder / f"{program.name}.log")
        stores.after_start()
        env = _environment(stores, folder)
        _manage(migrate(env))
        world_file = folder / "world.json"
        settle = [sys.executable, "-m", "bench.settle", str(world_file), str(SITES), str(guests)]
        _manage(Program("settle", settle, {name: value for name, value in env.items() if name != "DATABASE_OWNER_URL"}, lambda: True))
        pids = {program.name: process.pid for program, process in running}
        yield House(stores, folder, env, pids, World.read(world_file), world_file)
    finally:
        for program, process in running:
            process.send_signal(program.stop)
        for _, process in running:
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def until_ready(program: Program, log: Path) -> None:
    """Wait for a program to answer. Raises Trouble with the end of its log."""
    until = time.monotonic() + READY_S
    while not program.ready():
        if time.monotonic() > until:
            raise Trouble(f"{program.name} did not start: {log.read_text(errors='replace')[-3000:]}")
        time.sleep(ASK_EVERY_S)


def _durable(program: Program) -> Program:
    """The last word of a setting counts."""
    if program.name != "postgres":
        return program
    return replace(program, argv=[*program.argv, *(word for setting in DURABLE for word in ("-c", setting))])


def _environment(stores: Stores, folder: Path) -> dict[str, str]:
    (folder / "var" / "static").mkdir(parents=True)
    (folder / "var" / "build").symlink_to(places.VAR / "build")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "DATABASE_", "REDIS_"))},
        **stores.env,
        "PARLEY_ENV": "embedded",
        "PARLEY_SECRET_KEY": LONG_ENOUGH_KEY,
        "PARLEY_VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }


def _manage(program: Program) -> None:
    must_run(program.argv, f"{program.name} failed.", env=program.env)
