"""A connection to Postgres for the lane: outside Django, asynchronous, back by itself after a loss."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
from django.conf import settings
from psycopg import AsyncConnection

from chat.append import Appended, Line, columns_of

_CALL = """
SELECT outcome, number, public_number, conversation_id, created_at FROM public.chat_append(
    %s::integer[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::uuid[], %s::text[], %s::text[], %s::jsonb[],
    %s::boolean[], false, %s)
"""


ANSWER_S = 4.5  # longer than any of the server's own limits: after that it has gone without a word


class Writer:
    """One autocommit connection, opened at the first call: each call is one statement and one commit.

    `lock_timeout_ms` is how long a call may wait for somebody else's rows. Not for two callers at once.
    """

    def __init__(self, *, lock_timeout_ms: int, statement_timeout_ms: int) -> None:
        self.options = f"-c lock_timeout={lock_timeout_ms} -c statement_timeout={statement_timeout_ms} -c timezone=UTC"
        self.connection: AsyncConnection[Any] | None = None

    async def append(self, lines: Sequence[Line], *, wait: bool) -> list[Appended]:
        """What became of each line. Without `wait`, conversations that others hold are `busy`. Raises psycopg's errors."""
        try:
            async with asyncio.timeout(ANSWER_S):
                if self.connection is None:
                    self.connection = await _connect(self.options)
                cursor = await self.connection.execute(_CALL, [*map(literal_of, columns_of(lines)), wait])
                return [Appended._make(row) for row in await cursor.fetchall()]
        except TimeoutError:
            await self.close()
            raise psycopg.OperationalError("Postgres did not answer.") from None
        except BaseException:
            # Cancelled in the middle, or lost: nobody knows what would be read next.
            if self.connection is not None and self.connection.pgconn.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                await self.close()
            raise

    async def close(self) -> None:
        """End the connection; the next call opens another."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.pgconn.finish()  # at once: a polite end would wait for whoever does not answer


def literal_of(column: Sequence[Any]) -> str:
    """An array as Postgres reads it. psycopg makes the same, element by element in Python."""
    if column and isinstance(column[0], int) and not isinstance(column[0], bool):
        return "{" + ",".join(map(str, column)) + "}"
    return "{" + ",".join(map(_element, column)) + "}"


def _element(value: Any) -> str:
    """Always in quotes but for NULL: a text may be the word NULL, or hold braces and commas."""
    if value is None:
        return "NULL"
    text = value if isinstance(value, str) else str(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


async def _connect(options: str) -> AsyncConnection[Any]:
    """The database and role of Django's settings; the statement is prepared at its first use."""
    database = settings.DATABASES["default"]
    extra = {name: value for name, value in database["OPTIONS"].items() if name not in ("pool", "options")}
    return await AsyncConnection.connect(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        options=options,
        autocommit=True,
        prepare_threshold=1,
        **extra,
    )
