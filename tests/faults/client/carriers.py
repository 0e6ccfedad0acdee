"""How frames get to a server and pushes back: by socket, or by the HTTP doors where sockets are blocked."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.faults.client.http import ask_http

Json = dict[str, Any]
Hear = Callable[[Json, str], None]

OPEN_WITHIN_S = 8.0
HELLO_WITHIN_S = 20.0  # everybody may be coming at once
ASK_WITHIN_S = 8.0  # a socket that leaves a frame unanswered and says nothing else for so long is dead
FEED_WAIT_S = 10
POLL_FOR_S = 10.0  # then a socket is tried again


class Lost(Exception):
    """The connection has gone; whether the last frames arrived nobody knows."""

    def __init__(self, code: int = 0, retry_ms: int | None = None) -> None:
        super().__init__(f"lost, code {code}")
        self.code, self.retry_ms = code, retry_ms


class Refused(Exception):
    """A frame was answered with an error."""

    def __init__(self, error: Json) -> None:
        super().__init__(error.get("code"))
        self.code, self.retry_ms = str(error.get("code")), error.get("retry_ms")


class Carrier(Protocol):
    ended: asyncio.Future[Lost]

    async def ask(self, kind: str, /, **fields: Any) -> Json: ...
    def listen(self) -> None: ...
    def close(self) -> None: ...


class Socket:
    """One WebSocket."""

    def __init__(self, connection: ClientConnection, hear: Hear) -> None:
        self.connection, self.hear = connection, hear
        self.refs = itertools.count(1)
        self.waiting: dict[int, asyncio.Future[Json]] = {}
        self.ended: asyncio.Future[Lost] = asyncio.get_running_loop().create_future()
        self.retry_ms: int | None = None
        self.heard_at = asyncio.get_running_loop().time()
        self.reader = asyncio.create_task(self.read())

    @classmethod
    async def open(cls, url: str, headers: dict[str, str], hear: Hear) -> Socket:
        try:
            # Quiet as a browser: no pings, no compression, no proxy of this machine's.
            plain: dict[str, Any] = {"ping_interval": None, "compression": None, "proxy": None, "max_size": 2**20}
            connection = await connect(url, additional_headers=headers, open_timeout=OPEN_WITHIN_S, **plain)
        except (OSError, InvalidHandshake, TimeoutError, EOFError) as error:
            raise Lost from error
        return cls(connection, hear)

    async def read(self) -> None:
        code = 0
        try:
            async for raw in self.connection:
                self.take(str(raw))
        except ConnectionClosed:
            pass
        finally:
            code = self.connection.close_code or 0
            self.end(code)

    def take(self, raw: str) -> None:
        told, self.heard_at = json.loads(raw), asyncio.get_running_loop().time()
        if told["type"] == "reply":
            waiting = self.waiting.pop(told["ref"], None)
            if waiting is not None and not waiting.done():
                waiting.set_result(told)
            elif waiting is None:
                self.hear({"type": "second_reply"}, raw)
            return
        if told["type"] in ("restarting", "slow"):
            self.retry_ms = told["retry_ms"]
        self.hear(told, raw)

    async def ask(self, kind: str, /, **fields: Any) -> Json:
        ref = next(self.refs)
        reply: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self.waiting[ref] = reply
        try:
            async with asyncio.timeout(ASK_WITHIN_S):
                await self.connection.send(json.dumps({"type": kind, "ref": ref, **fields}))
            told = await self.answer(reply, HELLO_WITHIN_S if kind == "hello" else ASK_WITHIN_S)
        except (TimeoutError, ConnectionClosed, asyncio.InvalidStateError) as error:
            self.close()
            raise await self.ended from error
        return _checked(told)

    async def answer(self, reply: asyncio.Future[Json], within_s: float) -> Json:
        """A crowded server is slow with answers; while it says anything at all, it is there. Raises TimeoutError."""
        loop = asyncio.get_running_loop()
        while not reply.done():
            await asyncio.wait({reply}, timeout=within_s)
            if not reply.done() and loop.time() - self.heard_at > within_s:
                raise TimeoutError
        return reply.result()

    def listen(self) -> None:
        """A socket listens from the beginning."""

    def end(self, code: int) -> None:
        if not self.ended.done():
            self.ended.set_result(Lost(code, self.retry_ms))
        for waiting in self.waiting.values():
            if not waiting.done():
                waiting.set_exception(Lost(code, self.retry_ms))
                waiting.exception()  # whoever waited hears it; nobody may

    def close(self) -> None:
        """At once: over a dead network a closing handshake takes a minute."""
        self.end(0)
        self.connection.transport.abort()


@dataclass(frozen=True)
class Doors:
    """The HTTP doors of one side, as the contract names them."""

    frames: str
    feed: Callable[[str | None], str]
    envelope: Callable[[], Json]
    headers: Callable[[], dict[str, str]]


class Poll:
    """Frames by POST, pushes by a feed that waits."""

    def __init__(self, address: str, doors: Doors, hear: Hear) -> None:
        self.address, self.doors, self.hear = address, doors, hear
        self.ended: asyncio.Future[Lost] = asyncio.get_running_loop().create_future()
        self.tasks: list[asyncio.Task[None]] = []

    async def ask(self, kind: str, /, **fields: Any) -> Json:
        body = {**self.doors.envelope(), "frames": [{"type": kind, "ref": 1, **fields}]}
        answer = await self.request("POST", self.doors.frames, body, ASK_WITHIN_S)
        return _checked({**answer["replies"][0], "token": answer.get("token")})

    async def request(self, method: str, path: str, body: Json | None, within_s: float) -> Json:
        try:
            status, retry_s, answer = await ask_http(self.address, method, path, self.doors.headers(), body, within_s)
        except (OSError, TimeoutError, EOFError, ValueError) as error:
            self.end(Lost())
            raise Lost from error
        if status != 200:
            lost = Lost(status, int(retry_s * 1000) if retry_s else None)
            self.end(lost)
            raise lost
        return answer

    def listen(self) -> None:
        self.tasks = [asyncio.create_task(self.follow()), asyncio.create_task(self.stop_later())]

    async def follow(self) -> None:
        cursor: str | None = None
        try:
            while not self.ended.done():
                told = await self.request("GET", self.doors.feed(cursor), None, FEED_WAIT_S + ASK_WITHIN_S)
                cursor = told.get("cursor") or cursor
                for message in told.get("messages") or ():
                    self.say({"type": "message", "conversation": message["conversation"], "message": message})
                if told.get("conversation"):
                    self.say({"type": "conversation", "conversation": told["conversation"]})
                for push in told.get("pushes") or ():
                    self.say(push)
        except Lost:
            pass

    def say(self, push: Json) -> None:
        self.hear(push, json.dumps(push, ensure_ascii=False))

    async def stop_later(self) -> None:
        await asyncio.sleep(POLL_FOR_S)
        self.end(Lost(retry_ms=1))

    def end(self, lost: Lost) -> None:
        if not self.ended.done():
            self.ended.set_result(lost)

    def close(self) -> None:
        self.end(Lost())
        for task in self.tasks:
            task.cancel()


def _checked(told: Json) -> Json:
    if told["ok"]:
        return told
    raise Refused(told["error"])
