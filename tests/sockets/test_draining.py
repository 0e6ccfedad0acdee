"""Fault 13, one process: told to end, it sends everybody away politely, keeps nobody waiting, and loses nothing that it took on."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import psycopg
import pytest
from django.db import transaction
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from accounts.tenancy import tenant
from chat import threads
from chat.models import Conversation
from tests.launcher.waiting import wait_for
from tests.serving import House
from tests.sockets.talking import Socket, as_text, new_id, visiting, visitor

DRAIN_S = 8
SOCKETS = 20


async def ended(process: subprocess.Popen[bytes]) -> int:
    """The exit status, which comes within the time to drain, and a little for a busy machine."""
    return await asyncio.to_thread(process.wait, DRAIN_S + 4)


@asynccontextmanager
async def held(house: House, talk: str) -> AsyncIterator[threading.Event]:
    """Somebody else holds a conversation's row until the event is set: who writes there has to wait."""
    locked, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with tenant(house.cast.shop), transaction.atomic():
            Conversation.objects.select_for_update().get(public_id=talk)
            locked.set()
            let_go.wait(DRAIN_S)

    holding = asyncio.create_task(threads.run(hold))
    await asyncio.to_thread(locked.wait, DRAIN_S)
    try:
        yield let_go
    finally:
        let_go.set()
        await holding


async def first_words(socket: Socket) -> str:
    said = await socket.ask("send", client_id=new_id(), text="Hello")
    return str(said["conversation"])


def get(house: House, path: str, token: str = "") -> tuple[int, Any]:
    """The status and the body of an HTTP answer."""
    line = http.client.HTTPConnection("127.0.0.1", house.web.port, timeout=30)
    try:
        line.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = line.getresponse()
        return answer.status, json.load(answer)
    finally:
        line.close()


def drained(house: House) -> list[str]:
    """How many connections were left open, of each process so far that had drained: one that is ended says nothing."""
    return re.findall(r"serve\.drained left=(\d+)", house.web.log.read_text())


def drains(house: House) -> bool:
    return get(house, "/readyz") == (503, {"status": "draining"})


def in_line(house: House) -> bool:
    """Whether somebody waits for a row in this database."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with psycopg.connect(house.database_url) as database:
        row = database.execute(waiting).fetchone()
        return row is not None and row[0] > 0


class TestDraining:
    env = {"PARLEY_DRAIN_S": str(DRAIN_S)}

    async def test_everybody_is_told_when_to_come_back(
        self, house: House, process: subprocess.Popen[bytes], capsys: pytest.CaptureFixture[str]
    ) -> None:
        async with AsyncExitStack() as open_ones:
            sockets = [await open_ones.enter_async_context(visitor(house)) for _ in range(SOCKETS)]
            quiet = await open_ones.enter_async_context(visiting(house))
            before, began = drained(house), time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert await asyncio.gather(*(one.close_code() for one in [*sockets, quiet])) == [1012] * (SOCKETS + 1)
            assert {one.connection.close_reason for one in sockets} == {"restarting"}
            assert await ended(process) == 0
            took = time.monotonic() - began
        told = [one.pushes[-1] for one in sockets]
        assert {push["type"] for push in told} == {"restarting"}
        waits = sorted(push["retry_ms"] for push in told)
        assert 0 <= waits[0] < waits[-1] <= 2_000 and len(set(waits)) > SOCKETS / 2, "they do not come back as one"
        assert drained(house) == [*before, "0"]
        with capsys.disabled():
            print(f"\n  {SOCKETS} sockets sent away and ended in {took:.2f} s")

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    async def test_who_is_alone_ends_at_once(
        self, house: House, process: subprocess.Popen[bytes], number: signal.Signals, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before, began = drained(house), time.monotonic()
        process.send_signal(number)
        assert await ended(process) == 0
        took = time.monotonic() - began
        assert drained(house) == [*before, "0"]
        with capsys.disabled():
            print(f"\n  {number.name} to a process without connections: ended in {took:.2f} s")

    async def test_what_it_has_taken_on_is_finished_and_nothing_else_begun(self, house: House, process: subprocess.Popen[bytes]) -> None:
        async with visitor(house) as socket:
            talk = await first_words(socket)
            token = house.cast.tokens["vera"].token
            feed = f"/w/api/feed?project={house.cast.shop.key}&conversation=&after=999999&wait=25"
            waiting = asyncio.create_task(asyncio.to_thread(get, house, feed, token))
            async with held(house, talk) as let_go:
                answer = asyncio.create_task(socket.ask("send", client_id=new_id(), text="On the way"))
                await asyncio.to_thread(wait_for, lambda: in_line(house), "the frame to wait for the row")
                process.send_signal(signal.SIGTERM)
                await asyncio.to_thread(wait_for, lambda: drains(house), "the process to say that it drains")
                assert (await waiting)[0] == 200, "a feed is answered early"
                with pytest.raises(InvalidStatus) as refused:
                    await connect(f"{house.web.sockets}/widget/")
                assert refused.value.response.status_code == 503
                let_go.set()
            said = await answer
            assert said["ok"] and said["number"] == 2
            assert await socket.close_code() == 1012
        assert await ended(process) == 0

    async def test_a_second_signal_ends_it_at_once(self, house: House, process: subprocess.Popen[bytes]) -> None:
        async with visitor(house) as socket, held(house, await first_words(socket)):
            await socket.connection.send(as_text({"type": "send", "ref": 7, "client_id": new_id(), "text": "Never"}))
            await asyncio.to_thread(wait_for, lambda: in_line(house), "the frame to wait for the row")
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(wait_for, lambda: drains(house), "the process to say that it drains")
            process.send_signal(signal.SIGTERM)
            assert await ended(process) == -signal.SIGTERM
