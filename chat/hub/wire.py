"""A connection to Redis that redis-py opens (address, TLS, password, database) and that we read and write by the chunk.

redis-py parses one answer for each `await`. At some thousand pushes a second that would be most of what a process does, so
after the handshake the bytes are ours: whatever has come is parsed in one go, by the same hiredis.
"""

from __future__ import annotations

from typing import Any

import hiredis
from channels_redis.utils import create_pool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

CONNECT_WITHIN_S = 1.0
CHUNK_BYTES = 256 * 1024
_NOTHING = object()
_pack: Any = hiredis.pack_command  # its types speak of one word only

Reply = Any  # what hiredis makes of an answer: str, int, list of these, or a ReplyError


class Wire:
    """One open connection. Every failure is an OSError or one of redis-py's."""

    def __init__(self, connection: Any) -> None:
        # Not public, and pinned with the lock file: tests/chat/hub/test_hub.py fails on the day they are called otherwise.
        self._reader, self._writer = connection._reader, connection._writer
        connection._reader = connection._writer = None  # ours now: it closes nothing, and warns of nothing
        self._parser = hiredis.Reader(encoding="utf-8", errors="replace", notEnoughData=_NOTHING)

    @classmethod
    async def open(cls, host: dict[str, Any]) -> Wire:
        """Connect to one of `decode_hosts()`. Without redis-py's retries: a loss has to be noticed at once."""
        options = {"socket_connect_timeout": CONNECT_WITHIN_S, "retry": Retry(NoBackoff(), 0), "protocol": 2}
        connection: Any = create_pool({**host, **options}).make_connection()
        await connection.connect()
        return cls(connection)

    def write(self, *commands: tuple[str, ...]) -> None:
        """Send commands in one write. Their answers come out of `read`, in order."""
        self._writer.write(b"".join(map(_pack, commands)))

    async def read(self) -> list[Reply]:
        """Every answer that has come, at least one. Raises ConnectionError at the end of the connection."""
        replies: list[Reply] = []
        while not replies:
            data = await self._reader.read(CHUNK_BYTES)
            if not data:
                raise ConnectionError("Redis closed the connection.")
            self._parser.feed(data)
            while (reply := self._parser.gets()) is not _NOTHING:
                replies.append(reply)
        return replies

    def close(self) -> None:
        """End it now; a `read` that waits raises."""
        self._writer.close()
