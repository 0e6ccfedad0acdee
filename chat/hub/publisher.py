"""Publishes to one Redis: what gathers during a turn of the loop goes out in one write."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from redis.exceptions import RedisError

from chat import metrics
from chat.hub.wire import Wire

logger = logging.getLogger(__name__)

WITHIN_S = 1.0  # a doorbell that takes longer is taken for broken
SILENCE_S = 1.0  # after that it is left alone for this long: Postgres has the messages
WAITING = 10_000  # texts that may wait for a slow Redis

Command = tuple[str, str, str | bytes]


class Publisher:
    """Never waits and never raises: a text that could not be published is counted, and `on_loss` is told."""

    def __init__(self, host: dict[str, Any], on_loss: Callable[[], None]) -> None:
        self.host, self.on_loss = host, on_loss
        self.waiting: list[Command] = []
        self.task: asyncio.Task[None] | None = None
        self.wire: Wire | None = None
        self.silent_until = 0.0

    def publish(self, channel: str, text: str | bytes) -> None:
        """Send a text with everything else of this turn of the loop."""
        if len(self.waiting) >= WAITING or asyncio.get_running_loop().time() < self.silent_until:
            metrics.PUSHES_LOST.inc()
            return
        self.waiting.append(("PUBLISH", channel, text))
        if self.task is None:
            self.task = asyncio.create_task(self.send_waiting())

    async def send_waiting(self) -> None:
        """While one batch is on its way the next one gathers."""
        try:
            while self.waiting:
                batch, self.waiting = self.waiting, []
                with metrics.PUSH.time():
                    await self.send(batch)
        finally:
            self.task = None

    async def send(self, batch: list[Command]) -> None:
        """Twice at most: the first failure may be an old connection's, and a text heard twice harms nobody."""
        for last in (False, True):
            try:
                await asyncio.wait_for(self.exchange(batch), WITHIN_S)
                return
            except (RedisError, OSError, TimeoutError, RuntimeError) as error:
                self.forget()
                if last:
                    logger.warning("hub.not_published", extra={"reason": type(error).__name__, "texts": len(batch)})
        metrics.PUSHES_LOST.inc(len(batch))
        self.silent_until = asyncio.get_running_loop().time() + SILENCE_S
        self.on_loss()

    async def exchange(self, batch: list[Command]) -> None:
        if self.wire is None:
            self.wire = await Wire.open(self.host)
        self.wire.write(*batch)
        answers = 0
        while answers < len(batch):
            answers += len(await self.wire.read())

    def forget(self) -> None:
        """Throw the connection away; the next text opens another."""
        if self.wire is not None:
            self.wire.close()
            self.wire = None
