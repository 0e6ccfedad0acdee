"""Fault 13: both socket processes are restarted in turn while people talk. `ROLLING=10` is the long form; CI does two rounds."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import time
from collections.abc import Iterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from chat import threads
from chat.tokens import mint_token
from tests.launcher.waiting import START_S, wait_for
from tests.serving import House, Web, move_in
from tests.sockets.balancer import balanced
from tests.sockets.talking import PAGE, Json, Socket, new_id

ROUNDS = int(os.environ.get("ROLLING", "2"))
VISITORS, EACH_A_SECOND = 26, 10  # what is said again takes its time: some 200 a second in the end
DRAIN_S = 5
SEND_WITHIN_S = 30.0
QUIET_AT_MOST_S = 10.0
GONE = (ConnectionClosed, InvalidHandshake, OSError, TimeoutError, EOFError)


class Person:
    """One side that comes back when it was told to, and says again what was not acknowledged. Never two hold a place."""

    def __init__(self, url: str, hello: Json, headers: dict[str, str]) -> None:
        self.url, self.hello, self.headers = url, hello, headers
        self.socket: Socket | None = None
        self.comebacks, self.again = -1, 0
        self.conversation = ""
        self.sent: list[str] = []
        self.heard_at, self.quiet_s, self.slowest_s = 0.0, 0.0, 0.0

    async def here(self) -> Socket:
        """The open socket, after hello."""
        if self.socket is None:
            socket = Socket(await connect(self.url, additional_headers=self.headers, open_timeout=5))
            said = await socket.ask_patiently("hello", **self.hello)
            assert said["ok"], said
            self.socket, self.comebacks = socket, self.comebacks + 1
        return self.socket

    async def gone(self) -> None:
        """Wait as long as we were told to, or a moment."""
        told = [push for push in self.socket.pushes if push["type"] == "restarting"] if self.socket else []
        self.socket = None
        await asyncio.sleep(told[-1]["retry_ms"] / 1000 if told else 0.1)

    def heard(self) -> None:
        """Something was pushed: note how long nothing had been."""
        now = time.monotonic()
        if self.heard_at:
            self.quiet_s = max(self.quiet_s, now - self.heard_at)
        self.heard_at = now

    async def send(self, text: str) -> None:
        """Say it until it is acknowledged."""
        client_id, began = new_id(), time.monotonic()
        while True:
            try:
                socket = await self.here()
                before = len(socket.pushes)
                said = await socket.ask_patiently("send", client_id=client_id, text=text)
                assert said["ok"], said
                self.conversation = said["conversation"]
                if len(socket.pushes) > before:
                    self.heard()
                break
            except GONE:
                assert time.monotonic() - began < SEND_WITHIN_S, "a send failed after all retries"
                self.again += 1
                await self.gone()
        self.slowest_s = max(self.slowest_s, time.monotonic() - began)
        self.sent.append(text)

    async def talk(self, stop: asyncio.Event) -> None:
        """EACH_A_SECOND, or as fast as they are answered."""
        due = time.monotonic()
        for number in itertools.count():
            if stop.is_set():
                return
            await self.send(str(number))
            due = max(due + 1 / EACH_A_SECOND, time.monotonic() - 1)
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def listen(self, stop: asyncio.Event) -> None:
        """Hear what is pushed; a silence of QUIET_AT_MOST_S ends the connection, and is counted."""
        while not stop.is_set():
            try:
                socket = await self.here()
                socket.pushes.clear()
                await socket.until(lambda push: push["type"] in ("message", "restarting"))
                self.heard()
                if socket.pushes[-1]["type"] == "restarting":
                    await socket.close_code()
                    await self.gone()
            except GONE:
                await self.gone()


@pytest.fixture(scope="class")
def house(cloned_database_of_class: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The first of two processes."""
    lived_in = move_in(cloned_database_of_class, tmp_path_factory.mktemp("web"), PARLEY_DRAIN_S=str(DRAIN_S))
    yield lived_in
    lived_in.web.end()


@pytest.fixture(scope="class")
def other(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The second, on the same stores."""
    web = Web(house.database_url, tmp_path_factory.mktemp("web"), PARLEY_DRAIN_S=str(DRAIN_S))
    web.start()
    yield web
    web.end()


async def restart(web: Web) -> float:
    """Let it drain, and bring it back. Gives how long it drained."""
    assert web.process is not None
    began = time.monotonic()
    web.process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(web.process.wait, DRAIN_S + 4) == 0
    drained = time.monotonic() - began
    program = web.begin()
    await asyncio.to_thread(wait_for, program.ready, f"the web process; its log: {web.log}", within_s=START_S)
    return drained


class TestRollingRestart:
    async def test_nobody_notices(self, house: House, other: Web, capsys: pytest.CaptureFixture[str]) -> None:
        stop = asyncio.Event()
        tokens = await threads.run(lambda: [mint_token(house.cast.shop).token for _ in range(VISITORS)])
        async with balanced([house.web.port, other.port]) as balancer:
            url = f"ws://127.0.0.1:{balancer.port}/ws"
            hello = {"v": 1, "project": house.cast.shop.key, "conversation": None, "page": PAGE, "after": None}
            visitors = [Person(f"{url}/widget/", {**hello, "token": token}, {}) for token in tokens]
            key = {"Authorization": f"Bearer {house.keys['oscar']}"}
            clerks = [Person(f"{url}/panel/", {"v": 1, "projects": "all"}, key) for _ in range(2)]
            began = time.monotonic()
            everybody = [asyncio.create_task(one.talk(stop)) for one in visitors]
            everybody += [asyncio.create_task(one.listen(stop)) for one in clerks]
            try:
                drained = [await restart(web) for _ in range(ROUNDS) for web in (house.web, other)]
                stop.set()
                await asyncio.gather(*everybody)
            finally:
                for task in everybody:
                    task.cancel()
            took = time.monotonic() - began
            for one in visitors:
                assert await read_all(one) == one.sent, "everything once, in order"
            for one in [*visitors, *clerks]:
                if one.socket is not None:
                    await one.socket.connection.close()
        count = sum(len(one.sent) for one in visitors)
        quiet = max(one.quiet_s for one in [*visitors, *clerks])
        with capsys.disabled():
            print(f"\n  {len(drained)} restarts, {count} messages, {count / took:.0f} a second; drained in {max(drained):.1f} s at most")
            print(f"  sends said again: {sum(one.again for one in visitors)}, slowest {max(one.slowest_s for one in visitors):.1f} s")
            print(f"  comebacks: {sum(one.comebacks for one in [*visitors, *clerks])}")
            print(f"  longest without a push {quiet:.1f} s, promised {QUIET_AT_MOST_S:.0f}")
        assert min(one.comebacks for one in visitors) >= 1, "the restarts were of use"


async def read_all(one: Person) -> list[str]:
    """The texts of their conversation."""
    texts: list[str] = []
    more = True
    while more:
        socket = await one.here()
        said = await socket.ask_patiently("resume", conversation=one.conversation, after=len(texts))
        assert [line["number"] for line in said["messages"]] == list(range(len(texts) + 1, len(texts) + 1 + len(said["messages"])))
        texts += [line["text"] for line in said["messages"]]
        more = said["more"]
    return texts
