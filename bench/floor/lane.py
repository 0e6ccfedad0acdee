"""The floor's writes: one connection, batches that form while the previous one is in flight, through `chat_append`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection

MOST = 128  # rows in one call

_CALL = """
SELECT outcome, number, public_number, created_at FROM public.chat_append(
    %s::integer[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::uuid[], %s::text[], %s::text[],
    array_fill(NULL::jsonb, ARRAY[%s]), array_fill(true, ARRAY[%s]))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A visitor's text; ids are internal."""

    project: int
    conversation: int
    author: int
    client_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Stored:
    number: int
    public_number: int
    created_at: datetime


class Lane:
    """Takes rows, and answers each when it is committed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.waiting: list[tuple[Row, asyncio.Future[Stored]]] = []
        self.filled = asyncio.Event()
        self.running = asyncio.create_task(self.run())

    async def append(self, row: Row) -> Stored:
        """Raises RuntimeError when the row was not stored: the load repeats nothing and names no strangers."""
        answer: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        self.waiting.append((row, answer))
        self.filled.set()
        return await answer

    async def run(self) -> None:
        while True:
            await self.filled.wait()
            batch, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
            if not self.waiting:
                self.filled.clear()
            rows = [row for row, _ in batch]
            answers = await self.call(rows)
            for (_, answer), (outcome, number, public_number, created_at) in zip(batch, answers, strict=True):
                if outcome == "stored":
                    answer.set_result(Stored(number, public_number, created_at))
                else:
                    answer.set_exception(RuntimeError(outcome))

    async def call(self, rows: list[Row]) -> list[tuple[str, int, int, datetime]]:
        count = len(rows)
        columns = [
            list(range(count)),
            [row.project for row in rows],
            [row.conversation for row in rows],
            ["visitor"] * count,
            [row.author for row in rows],
            [row.client_id for row in rows],
            ["text"] * count,
            [row.text for row in rows],
        ]
        cursor = await self.connection.execute(_CALL, [*columns, count, count], prepare=True, binary=True)
        return await cursor.fetchall()
