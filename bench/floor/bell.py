"""The floor's doorbell: publish and subscribe on a bare asyncio protocol, all that a loop turn publishes in one write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import hiredis


class Line(asyncio.Protocol):
    """One connection to Redis. What comes goes to `heard`."""

    def __init__(self, heard: Callable[[list[bytes]], None]) -> None:
        self.heard = heard
        self.reader = hiredis.Reader()
        self.commands: list[bytes] = []
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        self.reader.feed(data)
        while (told := self.reader.gets()) is not False:
            if isinstance(told, list):
                self.heard(told)

    def say(self, *words: bytes) -> None:
        if not self.commands:
            asyncio.get_running_loop().call_soon(self.flush)
        self.commands.append(packed(words))

    def flush(self) -> None:
        assert self.transport is not None
        self.transport.write(b"".join(self.commands))
        self.commands.clear()


def packed(words: tuple[bytes, ...]) -> bytes:
    """A command as Redis reads it."""
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words)


class Bell:
    """Groups over one subscribing and one publishing connection: a subscribed one may not publish."""

    def __init__(self, deliver: Callable[[str, str], None]) -> None:
        self.deliver = deliver
        self.confirmations: dict[bytes, asyncio.Future[None]] = {}
        self.hearing = Line(self.heard)
        self.ringing = Line(lambda answer: None)

    async def connect(self, socket: str) -> None:
        loop = asyncio.get_running_loop()
        for line in (self.hearing, self.ringing):
            await loop.create_unix_connection(lambda line=line: line, socket)  # type: ignore[misc]

    def heard(self, told: list[bytes]) -> None:
        if told[0] == b"message":
            self.deliver(told[1].decode(), told[2].decode())
        elif told[0] == b"subscribe":
            self.confirmations.pop(told[1]).set_result(None)

    async def join(self, group: str) -> None:
        """Returns when Redis has confirmed."""
        confirmed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.confirmations[group.encode()] = confirmed
        self.hearing.say(b"SUBSCRIBE", group.encode())
        await confirmed

    def ring(self, group: str, text: bytes) -> None:
        self.ringing.say(b"PUBLISH", group.encode(), text)
