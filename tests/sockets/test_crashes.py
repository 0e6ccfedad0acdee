"""`kill -9` of whatever there is, in the middle of a talk: what was acknowledged is there, once, without gaps."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from chat import threads
from launcher.program import Program, start
from launcher.stores import Stores, throwaway_stores
from tests.boot import ROOT
from tests.launcher.waiting import START_S, wait_for
from tests.serving import House, move_in
from tests.sockets.talking import PAGE, Socket, new_id

MESSAGES, STRIKE_AFTER = 200, 60
GONE = (ConnectionClosed, InvalidHandshake, OSError, TimeoutError, EOFError)


class Kept:
    """The stores of one test, each of which can be killed and started again."""

    def __init__(self, stores: Stores, folder: Path) -> None:
        # Acknowledged must mean written here too: the throw-away stores of other tests need not survive a crash.
        assert stores.postgres is not None
        self.postgres = dataclasses.replace(stores.postgres, lasting=True)
        self.stores, self.folder = dataclasses.replace(stores, postgres=self.postgres), folder
        programs = {"postgres": self.postgres.program()} | {one.name: one for one in stores.programs if one.name != "postgres"}
        self.programs: dict[str, Program] = programs
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        program = self.programs[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = start(program, log)
        wait_for(program.ready, f"{name}: {self.folder / name}.log", within_s=START_S)

    def kill(self, name: str) -> None:
        """As the kernel would: nobody is told."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture(scope="class")
def kept() -> Iterator[Kept]:
    stores, folder = throwaway_stores()
    kept = Kept(stores, folder)
    try:
        for name in kept.programs:
            kept.start(name)
        kept.stores.after_start()
        env = {**os.environ, "DATABASE_URL": stores.env["DATABASE_OWNER_URL"]}
        migrate = [sys.executable, "manage.py", "migrate", "--no-input", "--skip-checks"]
        subprocess.run(migrate, cwd=ROOT, env=env, check=True, capture_output=True)
        yield kept
    finally:
        for name in list(kept.processes):
            kept.processes[name].send_signal(kept.programs[name].stop)
            kept.processes[name].wait()
        subprocess.run(["rm", "-rf", folder], check=False)


@pytest.fixture(scope="class")
def house(kept: Kept, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A Parley on stores of its own."""
    settings, parts = connections.settings["default"], urlsplit(kept.stores.env["DATABASE_URL"])
    former = dict(settings)
    own = {"HOST": str(kept.postgres.sockets), "PASSWORD": parts.password, "NAME": "parley"}
    with django_db_blocker.unblock():
        connections.close_all()
        settings.update(own)
        lived_in = None
        try:
            url = kept.stores.env["DATABASE_URL"]
            lived_in = move_in(url, tmp_path_factory.mktemp("web"), REDIS_URL=kept.stores.env["REDIS_URL"])
            yield lived_in
        finally:
            if lived_in is not None:
                lived_in.web.end()
            connections.close_all()
            settings.update(former)


class Line:
    """One side that never gives up: it connects again, and says again what was not acknowledged."""

    def __init__(self, house: House, path: str, hello: dict[str, Any], headers: dict[str, str]) -> None:
        self.house, self.path, self.hello, self.headers = house, path, hello, headers
        self.socket: Socket | None = None
        self.connects = 0

    async def ask(self, frame_type: str, /, **fields: Any) -> dict[str, Any]:
        """The reply to a frame, however often it takes."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self.socket is None:
                    await self.open()
                assert self.socket is not None
                said = await self.socket.ask_patiently(frame_type, **fields)
                assert said["ok"], said
                return said
            except GONE:
                self.socket = None
                await asyncio.sleep(0.1)
        raise AssertionError("waited in vain for the other side to come back")

    async def open(self) -> None:
        url = f"{self.house.web.sockets}/{self.path}/"
        connection = await connect(url, additional_headers=self.headers, open_timeout=5)
        self.socket = Socket(connection)
        self.connects += 1
        said = await self.socket.ask_patiently("hello", **self.hello)
        assert said["ok"], said

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.connection.close()


@asynccontextmanager
async def lines(house: House) -> AsyncIterator[tuple[Line, Line]]:
    """A visitor with a new conversation each time, and an operator."""
    token = await threads.run(_new_token, house)
    hello = {"v": 1, "project": house.cast.shop.key, "token": token, "conversation": None, "page": PAGE, "after": None}
    shopper = Line(house, "widget", hello, {})
    key = {"Authorization": f"Bearer {house.keys['oscar']}"}
    clerk = Line(house, "panel", {"v": 1, "projects": "all"}, key)
    try:
        yield shopper, clerk
    finally:
        await shopper.close()
        await clerk.close()


def _new_token(house: House) -> str:
    from chat.tokens import mint_token

    return mint_token(house.cast.shop).token


class TestKilled:
    @pytest.mark.parametrize("victim", ["web", "valkey", "postgres"])
    async def test_in_the_middle_of_a_talk(self, house: House, kept: Kept, victim: str, capsys: pytest.CaptureFixture[str]) -> None:
        """DUR1: both sides write 200 messages; after 60 the victim is killed, and soon started again."""
        acknowledged: dict[str, int] = {}
        counter, enough = itertools.count(1), asyncio.Event()
        begun = time.monotonic()
        async with lines(house) as (shopper, clerk):
            first = await shopper.ask("send", client_id=new_id(), text="0")
            talk = str(first["conversation"])

            async def write(line: Line, **fields: Any) -> None:
                while (number := next(counter)) <= MESSAGES:
                    said = await line.ask("send", client_id=new_id(), text=str(number), **fields)
                    acknowledged[str(number)] = said["number"]
                    if len(acknowledged) >= STRIKE_AFTER:
                        enough.set()

            async def strike() -> None:
                await enough.wait()
                await asyncio.to_thread(house.web.end) if victim == "web" else await asyncio.to_thread(kept.kill, victim)
                # On the main thread: the kernel ends a child with the thread that started it.
                house.web.start() if victim == "web" else kept.start(victim)

            await asyncio.gather(write(shopper), write(clerk, conversation=talk, kind="text"), strike())
            timeline: list[dict[str, Any]] = []
            while len(timeline) <= MESSAGES:
                said = await clerk.ask("resume", conversation=talk, after=len(timeline))
                timeline += said["messages"]
            with capsys.disabled():
                took = time.monotonic() - begun
                print(f"\n  {victim} killed: {MESSAGES} messages in {took:.1f} s, connections {shopper.connects} and {clerk.connects}")
        assert [line["number"] for line in timeline] == list(range(1, MESSAGES + 2)), "gapless, and nothing twice"
        assert sorted(int(line["text"]) for line in timeline) == list(range(MESSAGES + 1))
        there = {line["text"]: line["number"] for line in timeline}
        # The visitor's and the operator's numbers are the same here: there are no notes.
        assert all(there[text] == number for text, number in acknowledged.items())

    async def test_without_valkey_new_and_old_sockets_talk(self, house: House, kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
        async with lines(house) as (old_shopper, old_clerk), lines(house) as (new_shopper, new_clerk):
            first = await old_shopper.ask("send", client_id=new_id(), text="Before")
            await old_clerk.ask("ping")
            kept.kill("valkey")
            try:
                for shopper, clerk, age in ((old_shopper, old_clerk, "old"), (new_shopper, new_clerk, "new")):
                    await clerk.ask("ping")
                    words, answer = f"Without, {age}", f"Answer, {age}"
                    begun = time.monotonic()
                    sent = await shopper.ask("send", client_id=new_id(), text=words)
                    await heard(clerk, words)
                    there = time.monotonic()
                    await clerk.ask("send", conversation=sent["conversation"], client_id=new_id(), kind="text", text=answer)
                    await heard(shopper, answer)
                    with capsys.disabled():
                        print(f"\n  without Valkey, {age} sockets: {there - begun:.2f} s there, {time.monotonic() - there:.2f} s back")
                assert old_shopper.connects == old_clerk.connects == 1, "no socket died"
            finally:
                kept.start("valkey")
            await old_clerk.socket.until(lambda push: push["type"] == "resync")  # type: ignore[union-attr]
            sent = await old_shopper.ask("send", client_id=new_id(), text="After")
            assert sent["conversation"] == first["conversation"]
            await heard(old_clerk, "After")


async def heard(line: Line, text: str) -> None:
    assert line.socket is not None
    await line.socket.until(lambda push: push["type"] == "message" and push["message"]["text"] == text)
