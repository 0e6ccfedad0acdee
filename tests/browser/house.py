"""A whole Parley for the browser tests: its database, its web process, and customers to play with."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import redis
from playwright.sync_api import Page

from launcher.processes import product, web
from launcher.program import start
from tests.boot import ROOT, STORES
from tests.browser.customers import Customer
from tests.databases import TEMPLATE, sql, with_database
from tests.launcher.waiting import START_S, wait_for
from tests.leaks.watch import look_at_database, look_at_valkey
from tests.leaving import look
from tests.ports import free_port

DATABASE = "parley_browser"


class Parley:
    """The product as `make run` starts it, with its demo. One for all browser tests: each story has a customer of its own."""

    inside: tuple[str, ...] = ()  # what its processes are begun by, where they do not live among the others

    def __init__(self, var: Path) -> None:
        sql(f"CREATE DATABASE {DATABASE} TEMPLATE {TEMPLATE} OWNER parley_owner;")
        (var / "static").mkdir()
        (var / "build").symlink_to(ROOT / "var" / "build")
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = var / "web.log"
        self.env = {
            **os.environ,
            "PARLEY_ENV": "embedded",
            "PARLEY_VAR_DIR": str(var),
            "PARLEY_URL": self.url,
            "PORT": str(self.port),
            "DATABASE_URL": with_database(STORES.env["DATABASE_URL"], DATABASE),
            "DATABASE_OWNER_URL": with_database(STORES.env["DATABASE_OWNER_URL"], DATABASE),
            "REDIS_URL": STORES.env["REDIS_URL"],
            "PARLEY_OUTBOUND_ALLOW": "127.0.0.2/32",  # where the stories' other systems stand
        }
        self.run("manage.py", "demo")
        self.demo: dict[str, Any] = json.loads((var / "demo.json").read_text())
        self._customers: list[Customer] = []
        self.start()

    def run(self, *words: str) -> str:
        """Run Python against this Parley and give what it printed."""
        done = subprocess.run([*self.inside, sys.executable, *words], cwd=ROOT, env=self.env, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the web process, and return once it says that it can work."""
        self.process = self.begin("web")
        wait_for(web(self.env, self.port).ready, f"Parley; its log: {self.log}", within_s=START_S)

    def begin(self, name: str) -> subprocess.Popen[bytes]:
        """Start one of the product's processes; its log stands beside the others."""
        program = next(one for one in product(self.env, self.port) if one.name == name)
        log = self.log if name == "web" else self.log.with_name(f"{self.log.stem}-{name}.log")
        with log.open("ab") as output:
            return start(replace(program, argv=[*self.inside, *program.argv]), output)

    def elsewhere(self, name: str, inside: tuple[str, ...], **env: str) -> Parley:
        """Another web process on the same database, not started yet, whose processes are begun by `inside`."""
        other = copy(self)
        other.inside, other.port = inside, free_port()
        other.url, other.log = f"http://localhost:{other.port}", self.log.with_name(f"{name}.log")
        other.env = {**self.env, "PARLEY_URL": other.url, "PORT": str(other.port), **env}
        return other

    def look_at_the_door(self) -> tuple[int, int]:
        """How many connections left through the guarded door so far: by presses, and by what a person asked for besides."""
        return look(self.log.parent, DATABASE)

    def kill(self) -> None:
        """End the web process as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """End it politely, and drop its database."""
        self.process.terminate()
        self.process.wait()
        look_at_database(DATABASE)
        sql(f"DROP DATABASE {DATABASE} WITH (FORCE);")

    def customer(self) -> Customer:
        """Somebody whom no other story knows."""
        if not self._customers:
            self._customers = [Customer(**one) for one in json.loads(self.run("-m", "tests.browser.customers"))]
        return self._customers.pop()

    def follow_mail(self, page: Page, address: str) -> None:
        """Open the link that was mailed to this address, by way of the demo's mailbox."""
        page.get_by_role("link", name="demo mailbox", exact=True).click()
        page.get_by_role("link", name="Confirm your email for Parley").filter(has_text=address).click()
        page.get_by_role("link", name=re.compile("confirm-email")).click()

    def rows(self, question: str) -> list[str]:
        """What the database says, behind the walls: a line a row, columns with `|` between."""
        return sql(f"COPY ({question}) TO STDOUT WITH (DELIMITER '|');", DATABASE).splitlines()

    def forget_presence(self) -> None:
        """Other tests share the Valkey: who was on their sites is nobody here."""
        with redis.Redis.from_url(STORES.env["REDIS_URL"]) as valkey:
            look_at_valkey(valkey)
            valkey.flushall()
