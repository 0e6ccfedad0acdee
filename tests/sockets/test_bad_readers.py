"""Faults 3 and 34: whoever stops reading, or has gone without a word, costs a process little and is let go."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import os
import re
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.launcher.waiting import wait_for
from tests.serving import House, move_in
from tests.sockets.talking import Socket, new_id, operator, visitor

EVENTS_A_SECOND, EVENT = 200, "x" * 1000
WRITERS = 4
FREED_WITHIN_S = 120.0  # how long it took is printed; a ping and its pong are 40 s
ALLOWED_KB = 4_096  # what the process may have grown by, with everything that these tests do besides


class Deaf:
    """An operator's socket that reads nothing after its handshake; not even pings."""

    def __init__(self, house: House) -> None:
        self.line = socket.create_connection(("127.0.0.1", house.web.port))
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET /ws/panel/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        self.line.sendall(f"{head}Sec-WebSocket-Version: 13\r\nAuthorization: Bearer {house.keys['oscar']}\r\n\r\n".encode())
        said = b""
        while b"\r\n\r\n" not in said:
            said += self.line.recv(1)
        assert b" 101 " in said

    def hello(self) -> None:
        """Say who we are, and listen no more."""
        hello = json.dumps({"type": "hello", "ref": 1, "v": 1, "projects": "all"}).encode()
        self.line.sendall(bytes((0x81, 0x80 | len(hello))) + bytes(4) + hello)

    def read_until(self, wanted: bytes) -> None:
        """Read on until this has been said. Raises TimeoutError."""
        self.line.settimeout(10)
        said = b""
        while wanted not in said:
            more = self.line.recv(65_536)
            assert more, "it was let go before it could read on"
            said = said[-len(wanted) :] + more


@pytest.fixture(scope="class")
def house(cloned_database_of_class: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A Parley in which a few people may speak fast."""
    fast = {"PARLEY_FRAMES_PER_S": "500", "PARLEY_FRAMES_BURST": "1000"}
    lived_in = move_in(cloned_database_of_class, tmp_path_factory.mktemp("web"), **fast)
    yield lived_in
    lived_in.web.end()


@pytest.fixture
def deaf(house: House) -> Iterator[Deaf]:
    one = Deaf(house)
    yield one
    one.line.close()


def told(house: House, name: str) -> int:
    """A number of the process's metrics."""
    line = http.client.HTTPConnection("127.0.0.1", house.web.port, timeout=10)
    try:
        line.request("GET", "/metrics")
        found = re.search(f"^{re.escape(name)} ([0-9]+)", line.getresponse().read().decode(), re.MULTILINE)
        return int(found[1]) if found else 0
    finally:
        line.close()


def sockets_of(house: House) -> int:
    """How many panel sockets there are."""
    return told(house, 'parley_sockets{kind="panel"}')


def resident_kb(house: House) -> int:
    assert house.web.process is not None
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{house.web.process.pid}/status").read_text())
    assert found
    return int(found[1])


async def freed(house: House, at_most: int) -> float:
    """How long it took until there were no more panel sockets than this."""
    began = time.monotonic()
    await until(lambda: sockets_of(house) <= at_most, "the socket that nobody holds to go", within_s=FREED_WITHIN_S)
    return time.monotonic() - began


async def until(state: Callable[[], object], what: str, *, within_s: float = 10.0) -> None:
    await asyncio.to_thread(wait_for, state, what, within_s=within_s)


async def write(one: Socket, stop: asyncio.Event) -> None:
    """A share of EVENTS_A_SECOND."""
    due = time.monotonic()
    while not stop.is_set():
        assert (await one.ask_patiently("send", client_id=new_id(), text=EVENT))["ok"]
        due = max(due + WRITERS / EVENTS_A_SECOND, time.monotonic() - 0.2)
        await asyncio.sleep(max(0.0, due - time.monotonic()))


async def listen(one: Socket, latencies: list[float], stop: asyncio.Event) -> None:
    """How late each message is, by both clocks of this machine."""
    while not stop.is_set():
        one.pushes.clear()
        one.heard.clear()
        push = await one.until(lambda push: push["type"] == "message")
        latencies.append(time.time() - _seconds(push["message"]["created_at"]))


def _seconds(created_at: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(created_at).timestamp()


class TestBadReaders:
    async def test_a_slow_one_is_let_go_and_others_do_not_notice(
        self, house: House, deaf: Deaf, capsys: pytest.CaptureFixture[str]
    ) -> None:
        stop, latencies = asyncio.Event(), list[float]()
        async with operator(house) as clerk, visitor(house) as a, visitor(house) as b, visitor(house) as c, visitor(house) as d:
            people = [asyncio.create_task(write(one, stop)) for one in (a, b, c, d)]
            hearing = asyncio.create_task(listen(clerk, latencies, stop))
            await until(lambda: len(latencies) >= EVENTS_A_SECOND, "everybody to be at work")
            await asyncio.to_thread(deaf.hello)
            sockets_of(house)  # what the first look at the metrics takes is nobody's fault
            before, alone = resident_kb(house), latencies.copy()
            latencies.clear()
            await until(lambda: sockets_of(house) == 2, "the deaf one to be there")
            await until(lambda: told(house, "parley_resyncs_total") > 0, "its queue to overflow", within_s=60)
            await asyncio.to_thread(deaf.read_until, b'{"type":"resync"}')  # it reads again, and stops again
            took = await freed(house, 1)
            grown = resident_kb(house) - before
            stop.set()
            await asyncio.gather(*people)
            hearing.cancel()  # it waits for a message that nobody sends any more
        with capsys.disabled():
            print(f"\n  a reader that stopped: told to resync, then gone after {took:.1f} s; process +{grown} kB")
            for name, some in (("before", alone), ("beside it", latencies)):
                ninety_five = statistics.quantiles(some, n=20)[-1]
                print(f"  others {name}: {len(some)} events, p50 {statistics.median(some) * 1000:.0f} ms, p95 {ninety_five * 1000:.0f} ms")
        assert grown < ALLOWED_KB

    async def test_one_that_has_gone_without_a_word(self, house: House, deaf: Deaf, capsys: pytest.CaptureFixture[str]) -> None:
        """Half-open: nothing is sent to it, nothing comes back, and there is no end of the connection."""
        await asyncio.to_thread(deaf.hello)
        await until(lambda: sockets_of(house) == 1, "the silent one to be there")
        took = await freed(house, 0)
        with capsys.disabled():
            print(f"\n  a half-open socket: gone after {took:.1f} s")
