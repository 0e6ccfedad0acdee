"""A real Chromium, and a whole Parley of its own for each class of browser tests."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from launcher.processes import web
from launcher.program import start
from tests.boot import ROOT, STORES
from tests.launcher.waiting import wait_for

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ANSWER_MS = 10_000


@dataclass(frozen=True)
class Parley:
    """A running Parley. `demo` is what its demo.json says; `log` is where the web process writes."""

    url: str
    demo: dict[str, Any]
    log: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="class")
def parley(cloned_database_of_class: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    """The product as `make run` starts it, with its demo, on a port and in a database of its own."""
    var = tmp_path_factory.mktemp("var")
    (var / "static").mkdir()
    (var / "build").symlink_to(ROOT / "var" / "build")
    port = _free_port()
    env = {
        **os.environ,
        "PARLEY_ENV": "embedded",
        "PARLEY_VAR_DIR": str(var),
        "PARLEY_URL": f"http://localhost:{port}",
        "PORT": str(port),
        "DATABASE_URL": cloned_database_of_class,
        "REDIS_URL": STORES.env["REDIS_URL"],
    }
    subprocess.run([sys.executable, "manage.py", "demo"], cwd=ROOT, env=env, check=True, capture_output=True)
    program = web(env, port)
    log = var / "web.log"
    with log.open("wb") as output:
        process = start(program, output)
    try:
        wait_for(program.ready, f"Parley; its log: {log}")
        yield Parley(env["PARLEY_URL"], json.loads((var / "demo.json").read_text()), log)
    finally:
        process.send_signal(program.stop)
        process.wait()


@pytest.fixture(scope="class")
def browser(parley: Parley) -> Iterator[Browser]:
    """Chromium, or a skip that says why; under CI=true there is no skipping.

    It opens after the database was copied and closes before that is dropped: while Playwright's event loop runs on this
    thread, Django refuses to touch a database. A test that must look into the database uses `tests.databases.sql`.
    """
    binary = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not binary:
        sentence = "There is no Chromium: install one, or name it in CHROMIUM."
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(sentence)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=binary, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's browser. For a second person: `browser.new_context()`."""
    with browser.new_context() as opened:
        opened.set_default_timeout(ANSWER_MS)
        yield opened


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
