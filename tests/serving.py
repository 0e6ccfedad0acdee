"""A real `manage.py serve` on a database of its own, with the cast in it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.access import session_hash
from accounts.actions.issue_api_key import issue_personal_key
from accounts.models import User
from launcher.processes import web
from launcher.program import Program, start
from tests.boot import STORES
from tests.cast import Cast, build_cast
from tests.launcher.waiting import START_S, wait_for
from tests.ports import free_port

SIGNED_IN = ("oscar", "vic", "lena", "emil", "gus")
# A loop that is held for 100 ms is logged; on a busy machine that is no proof yet. This is.
BLOCKED_AT_MOST_MS = 1_000
WITH_KEYS = ("oscar", "vic", "lena", "gus")


class Web:
    """The web process: it can be killed and started again on the same port."""

    def __init__(self, database_url: str, folder: Path, **env: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "web.log"
        self.env = {
            **os.environ,
            "PARLEY_ENV": "embedded",
            "PARLEY_URL": self.url,
            "PARLEY_WATCH": "1",
            "DATABASE_URL": database_url,
            "REDIS_URL": STORES.env["REDIS_URL"],
            **env,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def sockets(self) -> str:
        """Where sockets connect."""
        return f"ws://127.0.0.1:{self.port}/ws"

    def begin(self) -> Program:
        """Start, on the main thread. The program knows when it is ready."""
        program = web(self.env, self.port)
        with self.log.open("ab") as output:
            self.process = start(program, output)
        return program

    def start(self) -> None:
        """Start, and return once it says that it can work."""
        program = self.begin()
        wait_for(program.ready, f"the web process; its log: {self.log}", within_s=START_S)

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it at once, as a crash would, and wait until it has gone."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None


@dataclass(frozen=True)
class House:
    """A running Parley with the cast. `cookies` and `keys` are their sessions and API keys by name."""

    web: Web
    cast: Cast
    cookies: dict[str, str]
    keys: dict[str, str]
    database_url: str

    def subject_of(self, name: str) -> str:
        """What a revocation calls somebody's session."""
        return f"session:{session_hash(self.cookies[name].partition('=')[2])}"


def move_in(database_url: str, folder: Path, **env: str) -> House:
    """Build the cast, in what Django is connected to, and start the web process on `database_url`."""
    cast = build_cast()
    cookies = {name: cookie_of(cast.users[name]) for name in SIGNED_IN}
    keys = {name: issue_personal_key(getattr(cast, name), name="Script") for name in WITH_KEYS}
    house = House(Web(database_url, folder, **env), cast, cookies, keys, database_url)
    house.web.start()
    return house


@pytest.fixture(scope="class")
def house(request: pytest.FixtureRequest, cloned_database_of_class: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running Parley for all tests of a class, which may say in `env` what is different there."""
    lived_in = move_in(cloned_database_of_class, tmp_path_factory.mktemp("web"), **getattr(request.cls, "env", {}))
    yield lived_in
    lived_in.web.end()
    assert max(blocked_ms(lived_in.web.log), default=0) < BLOCKED_AT_MOST_MS, f"the loop stood still: {lived_in.web.log}"


def blocked_ms(log: Path) -> list[int]:
    """How long the event loop was held, each time (fault 38)."""
    return [int(ms) for ms in re.findall(r"loop\.blocked ms=(\d+)", log.read_text())]


def cookie_of(user: User) -> str:
    """The Cookie header of a signed-in person."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
