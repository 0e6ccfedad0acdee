"""Tells sinks to read again what they show: a crowd at a pace that this process can answer, each once however often it is due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

RESYNC = '{"type":"resync"}'
PER_S = 80  # a process answers some hundred readers a second; lines come from the timeline meanwhile
EVERY_S = 0.1


class Resyncs:
    """Who is still to be told. A task tells them while there are any."""

    def __init__(self) -> None:
        self.due: dict[Callable[[str], None], None] = {}
        self.task: asyncio.Task[None] | None = None

    def tell(self, sinks: Iterable[Callable[[str], None]]) -> None:
        """Tell these soon; those who wait already are told once for both."""
        self.due.update(dict.fromkeys(sinks))
        if self.due and (self.task is None or self.task.done()):
            self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        while self.due:
            for sink in list(self.due)[: round(PER_S * EVERY_S)]:
                del self.due[sink]
                sink(RESYNC)
            await asyncio.sleep(EVERY_S)
