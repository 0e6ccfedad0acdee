"""A connection to Redis that redis-py opens (address, TLS, password, database) and whose bytes are ours afterwards.

redis-py parses one answer for each `await`. At some thousand pushes a second that would be most of what a process does, so
after the handshake whatever comes is parsed at once, by the same hiredis, and handed on without a task.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import hiredis
from channels_redis.utils import create_pool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

CONNECT_WITHIN_S = 1.0
_NOTHING = object()
_pack: Any = hiredis.pack_command  # its types speak of one word only

Reply = Any  # what hiredis makes of an answer: str, int, list of these, or a ReplyError


class Wire(asyncio.Protocol):
    """One open connection. Every failure is an OSError or one of redis-py's."""

    def __init__(self, connection: Any) -> None:
        # Not public, and pinned with the lock file: tests/chat/hub/test_hub.py fails on the day they are called otherwise.
        self._writer: Any = connection._writer  # kept: it would close the transport when it is collected
        connection._reader = connection._writer = None  # ours now: it closes nothing, and warns of nothing
        self._parser = hiredis.Reader(encoding="utf-8", errors="replace", notEnoughData=_NOTHING)
        self._hear: Callable[[list[Reply]], None] | None = None
        self._heard: list[Reply] = []
        self._waiting: asyncio.Future[None] | None = None
        self._lost = False
        self._transport: Any = self._writer.transport
        self._transport.set_protocol(self)

    @classmethod
    async def open(cls, host: dict[str, Any]) -> Wire:
        """Connect to one of `decode_hosts()`. Without redis-py's retries: a loss has to be noticed at once."""
        options = {"socket_connect_timeout": CONNECT_WITHIN_S, "retry": Retry(NoBackoff(), 0), "protocol": 2}
        connection: Any = create_pool({**host, **options}).make_connection()
        await connection.connect()
        return cls(connection)

    def write(self, *commands: tuple[str | bytes, ...]) -> None:
        """Send commands in one write. Their answers come in order. Raises ConnectionError when it has ended."""
        if self._lost or self._transport.is_closing():  # uvloop's own answer to that is a RuntimeError
            raise ConnectionError("Redis closed the connection.")
        self._transport.write(b"".join(map(_pack, commands)))

    async def read(self) -> list[Reply]:
        """Every answer that has come, at least one. Raises ConnectionError at the end of the connection."""
        while not self._heard:
            await self._wait()
        heard, self._heard = self._heard, []
        return heard

    async def hear(self, listener: Callable[[list[Reply]], None]) -> None:
        """Hand every answer to `listener` as it comes. Raises ConnectionError at the end, or what `listener` raised."""
        self._hear = listener
        while True:
            await self._wait()

    def close(self) -> None:
        """End it now; whoever waits for an answer is told."""
        self._transport.abort()
        self.connection_lost(None)

    async def _wait(self) -> None:
        if self._lost:
            raise ConnectionError("Redis closed the connection.")
        self._waiting = asyncio.get_running_loop().create_future()
        await self._waiting

    def data_received(self, data: bytes) -> None:
        """The transport's: bytes have come."""
        self._parser.feed(data)
        replies = []
        while (reply := self._parser.gets()) is not _NOTHING:
            replies.append(reply)
        if self._hear is None:
            self._heard += replies
            self._wake(None)
            return
        try:
            self._hear(replies)
        except Exception as error:  # noqa: BLE001  (it belongs to whoever hears)
            self._wake(error)

    def connection_lost(self, error: Exception | None) -> None:
        """The transport's: it has ended."""
        self._lost = True
        self._wake(ConnectionError("Redis closed the connection."))

    def _wake(self, error: Exception | None) -> None:
        if self._waiting is None or self._waiting.done():
            return
        if error is None:
            self._waiting.set_result(None)
        else:
            self._waiting.set_exception(error)
