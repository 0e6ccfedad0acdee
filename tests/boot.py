"""A pytest plugin that brings up throw-away Postgres and Valkey, before Django's settings are read.

Plain tests run in the database `parley` and are rolled back. Tests with sockets or browsers get a copy of their own
(`tests/databases.py`), made from a template that nobody connects to. Nothing is ever flushed.
"""

import atexit
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from launcher.catalogues import ensure_catalogues
from launcher.program import Program, start
from launcher.secret import key_file_in, vapid_key_in
from launcher.stores import Stores, throwaway_stores
from tests.name_server import NameServer

READY_S = 30.0
ASK_EVERY_S = 0.02
ROOT = Path(__file__).resolve().parent.parent

# Long enough for the check of config, and good for nothing else.
TEST_KEY = "only-for-tests-" + "0123456789abcdef" * 4


def boot() -> tuple[Stores, Path]:
    """Start both stores, and name them in the environment. They end with this process, however it ends."""
    stores, folder = throwaway_stores()
    processes = []
    for program in stores.programs:
        with (folder / f"{program.name}.log").open("wb") as log:
            processes.append((program, start(program, log)))
    atexit.register(_end, processes, folder)
    for program in stores.programs:
        _await(program, folder)
    stores.after_start()
    os.environ.update(stores.env)
    os.environ.update(
        PARLEY_ENV="test",
        PARLEY_SECRET_KEY=TEST_KEY,
        PARLEY_URL="http://localhost:8000",
        PARLEY_KEY_FILE=str(key_file_in(folder)),
        PARLEY_VAPID_KEY=vapid_key_in(folder),
        PARLEY_VAR_DIR=str(folder / "var"),
        PARLEY_OUTBOUND_NAMESERVERS=NAMES.place,
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    ensure_catalogues()
    # The build is shared: a browser test without it would test nothing.
    (folder / "var" / "static").mkdir(parents=True)
    build = ROOT / "var" / "build"
    (folder / "var" / "build").symlink_to(build)
    return stores, folder


def _await(program: Program, folder: Path) -> None:
    until = time.monotonic() + READY_S
    while not program.ready():
        if time.monotonic() > until:
            sys.exit(f"{program.name} did not start: {(folder / f'{program.name}.log').read_text()}")
        time.sleep(ASK_EVERY_S)


def _end(processes: list[tuple[Program, subprocess.Popen[bytes]]], folder: Path) -> None:
    for program, process in processes:
        process.send_signal(program.stop)
    for _, process in processes:
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


NAMES = NameServer()  # of whatever customers choose: no test asks anybody else
STORES, FOLDER = boot()
