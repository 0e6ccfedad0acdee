"""What waits to leave by one socket: bounded, in order, and ended properly."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from chat import metrics
from chat.direct import Direct, frames
from chat.hub.resync import RESYNC

QUEUE_BYTES = 256 * 1024  # what may wait before the reader is told to resync instead
DRAINED_WITHIN_S = 10.0  # and how long it may stay like that
MEASURED = 8  # one burst of so many is timed: all of them would cost as much as writing some
TOO_SLOW = 4408
REPLY = '{"type":"reply"'


_bursts = itertools.count()


class Outgoing:
    """A socket's way out. A task writes while something waits, and there is none while nothing does.

    Until `release` pushes are held back: the answer to `hello` comes first.
    """

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]], direct: Direct | None = None) -> None:
        self.send, self.direct = send, direct
        self.queue: deque[str] = deque()
        self.bytes = 0
        self.held: list[str] | None = []
        self.ending: tuple[int, str] | None = None
        self.answering = False  # a frame is being answered: the close waits for its reply
        self.ended = False
        self.writing = False
        self.since: float | None = None
        self.task: asyncio.Task[None] | None = None
        self.patience: asyncio.TimerHandle | None = None

    def push(self, text: str) -> None:
        """A sink of groups. Never waits: a reader too slow for QUEUE_BYTES is told to resync, and loses nothing by it."""
        if self.held is not None:
            self.held.append(text)
        elif self.ending is not None or (not self.queue and self._leaves_at_once(text)):
            return  # after a goodbye nothing more is said
        elif self.bytes + len(text) > QUEUE_BYTES:
            self._overflow()
        else:
            self.put(text)

    def put(self, text: str) -> None:
        """Send this after whatever waits already."""
        self.add(text)
        self._start()

    def add(self, text: str) -> None:
        """The same for whoever calls `flush` next: the reply of the frame at hand needs no task of its own."""
        self.queue.append(text)
        self.bytes += len(text)

    async def flush(self) -> None:
        """Write what waits, unless somebody does already."""
        if not self.writing and (self.queue or self.ending is not None) and not self._write_at_once():
            await self._write()

    def hold(self) -> None:
        """Keep pushes back until the answer at hand has been given."""
        if self.held is None:
            self.held = []

    def release(self) -> None:
        """Pushes may go out from now on."""
        if self.held is not None:
            held, self.held = self.held, None
            for text in held:
                self.push(text)

    def close(self, code: int, reason: str) -> None:
        """End the connection once what waits has been written and the frame at hand is answered."""
        if self.ending is None:
            self.ending = (code, reason)
            self._start()

    def answered(self) -> None:
        """The frame at hand has its reply."""
        self.answering = False
        if self.ending is not None:
            self._start()

    def stop(self) -> None:
        """The connection has gone."""
        for one in (self.task, self.patience):
            if one is not None:
                one.cancel()

    def _start(self) -> None:
        if self.writing:
            return
        if self.since is None and next(_bursts) % MEASURED == 0:
            self.since = time.perf_counter()
        if not self._write_at_once():
            self.writing = True
            self.task = asyncio.create_task(self._write())

    def _leaves_at_once(self, text: str) -> bool:
        """Whether a text could be written without waiting, which is nearly always so."""
        if self.direct is None or self.writing or self.ending is not None:
            return False
        return self.direct.write_frame(frames.of(text))

    def _write_at_once(self) -> bool:
        """Whether everything could, and nothing is left to do."""
        if self.ending is not None:
            return False
        while self.queue:
            text = self.queue[0]
            if not self._leaves_at_once(text):
                return False
            self.queue.popleft()
            self.bytes -= len(text)
        self._drained()
        return True

    def _drained(self) -> None:
        """Nothing waits any more."""
        if self.since is not None:
            metrics.DELIVER.observe(time.perf_counter() - self.since)
            self.since = None
        if self.patience is not None:
            self.patience.cancel()
            self.patience = None

    async def _write(self) -> None:
        self.writing = True
        try:
            while self.queue:
                text = self.queue.popleft()
                self.bytes -= len(text)
                await self.send({"type": "websocket.send", "text": text})
            self._drained()
            if self.ending is not None and not self.answering and not self.ended:
                self.ended = True
                code, reason = self.ending
                await self.send({"type": "websocket.close", "code": code, "reason": reason})
        except OSError:
            self.queue.clear()  # it has gone; whoever reads hears of it
        finally:
            self.writing = False

    def _overflow(self) -> None:
        """Everything but replies can be read again, and less than all of it is worth nothing."""
        self.queue = deque([*(one for one in self.queue if one.startswith(REPLY)), RESYNC])
        self.bytes = sum(map(len, self.queue))
        metrics.RESYNCS.inc()
        if self.patience is None:
            self.patience = asyncio.get_running_loop().call_later(DRAINED_WITHIN_S, self._lose_patience)
        self._start()

    def _lose_patience(self) -> None:
        """It has not read a queue's worth in all this time. What is left is not waited for."""
        self.stop()
        self.queue.clear()
        self.bytes, self.answering, self.writing, self.ending = 0, False, False, (TOO_SLOW, "too slow")
        self._start()
