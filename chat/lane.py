"""The hot path's writer: the messages of a process's sockets in micro-batches, one commit for many.

Self-clocking: while one batch is on its way the next one gathers. So there is no timer, a lone message goes at once, and a busy
process shares each commit. One lane beats two at saturation (bigger batches, no waiting for each other's locks), and a timer
would only add its own wait. A conversation that somebody else holds is `busy`: it goes alone, over a spare connection, and
stops nobody else.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Sequence

import psycopg
from psycopg import errors

from accounts.errors import Busy
from chat import metrics
from chat.append import TRIES, Appended, Line
from chat.per_loop import PerLoop
from chat.writer import Writer

logger = logging.getLogger(__name__)

BATCH = 128  # beyond that a batch only makes its first message wait
QUEUE = 2_000  # messages that may wait in the process; above that, sockets are not read on
GIVE_UP_S = 5.0  # what is not stored by then is answered `busy`, and its client sends it again
SPARES = 3  # connections for what goes alone
TRY_AGAIN_S = 0.2  # after a loss
SWEEP_S = 0.25  # how exactly GIVE_UP_S is meant

Key = tuple[int, str, int, uuid.UUID]

RACES = (errors.UniqueViolation, errors.DeadlockDetected, errors.SerializationFailure)  # nothing was written: call again


class Row:
    """A line on its way, and everybody who waits for its answer: a client may send the same one twice."""

    __slots__ = ("answers", "key", "line")

    def __init__(self, line: Line, key: Key) -> None:
        self.line, self.key = line, key
        self.answers: list[asyncio.Future[Appended]] = []

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits: who was told to send it again will do that."""
        return any(not answer.done() for answer in self.answers)


class Lane:
    """The one lane of a process."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.queue: deque[Row] = deque()
        self.rows: dict[Key, Row] = {}  # whatever has no answer yet
        self.behind: dict[int, deque[Row]] = {}  # by conversation: what waits for a row of it that went alone
        self.patience: deque[tuple[float, asyncio.Future[Appended]]] = deque()  # until when who waits, oldest first
        self.sweeping: asyncio.TimerHandle | None = None
        self.room = asyncio.Event()
        self.writer = Writer(lock_timeout_ms=250, statement_timeout_ms=2000)
        self.spares: asyncio.Queue[Writer] = asyncio.Queue()
        for _ in range(SPARES):
            self.spares.put_nowait(Writer(lock_timeout_ms=2000, statement_timeout_ms=3000))
        self.task: asyncio.Task[None] | None = None
        self.alone: set[asyncio.Task[None]] = set()

    async def append(self, line: Line) -> Appended:
        """Store a line; the answer comes after the commit. Raises Busy when it could not be stored within GIVE_UP_S."""
        if len(self.queue) >= QUEUE:
            await self.wait_for_room()
        key = (line.project_id, line.author_kind, line.author_id, line.client_id)
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = Row(line, key)
            self.take_in(row)
        answer: asyncio.Future[Appended] = self.loop.create_future()
        row.answers.append(answer)
        self.patience.append((self.loop.time() + GIVE_UP_S, answer))
        if self.sweeping is None:
            self.sweeping = self.loop.call_later(SWEEP_S, self.sweep)
        return await answer

    async def wait_for_room(self) -> None:
        """The database does not keep up. Nothing is read from this socket meanwhile."""
        try:
            async with asyncio.timeout(GIVE_UP_S):
                while len(self.queue) >= QUEUE:
                    self.room.clear()
                    await self.room.wait()
        except TimeoutError:
            raise Busy() from None

    def sweep(self) -> None:
        """Tell those who have waited too long. One timer for all, where each its own would cost more than the wait."""
        now = self.loop.time()
        while self.patience and (self.patience[0][1].done() or self.patience[0][0] <= now):
            answer = self.patience.popleft()[1]
            if not answer.done():
                answer.set_exception(Busy())
        self.sweeping = self.loop.call_later(SWEEP_S, self.sweep) if self.patience else None

    def take_in(self, row: Row) -> None:
        behind = self.behind.get(row.line.conversation_id)
        if behind is not None:
            behind.append(row)
            return
        self.queue.append(row)
        self.start()

    def settle(self, row: Row, appended: Appended | Exception) -> None:
        """Everybody who waits for the row hears what became of it."""
        self.rows.pop(row.key, None)
        for answer in row.answers:
            if answer.done():
                continue
            if isinstance(appended, Appended):
                answer.set_result(appended)
            else:
                answer.set_exception(appended)

    def start(self) -> None:
        if self.task is None and self.queue:
            self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        """Write until nothing is left. What nobody waits for any more is not written: its client was told to send it again."""
        try:
            while self.queue:
                batch = self.still_wanted([self.queue.popleft() for _ in range(min(BATCH, len(self.queue)))])
                metrics.LANE_QUEUE.set(len(self.queue))
                self.room.set()
                if batch:
                    metrics.LANE_BATCH.observe(len(batch))
                    await self.write_or_tell(batch)
        finally:
            self.task = None
            self.start()

    def still_wanted(self, rows: list[Row]) -> list[Row]:
        """Those that somebody waits for. The others are forgotten."""
        wanted = [row for row in rows if row.wanted]
        if len(wanted) < len(rows):
            for row in rows:
                if not row.wanted:
                    self.rows.pop(row.key, None)
        return wanted

    async def write_or_tell(self, batch: list[Row]) -> None:
        """A row without any answer would be joined by everyone who sends it again, and wait for ever."""
        try:
            await self.write(batch)
        except Exception as error:
            logger.exception("lane.failed", extra={"rows": len(batch)})
            for row in batch:
                self.settle(row, error)

    async def write(self, batch: list[Row]) -> None:
        """A batch until it is answered: again where another process won a race, one by one where a row of it spoils it."""
        races = 0
        while batch and races < TRIES:
            try:
                answers = await self.writer.append([row.line for row in batch], wait=False)
            except RACES:
                races += 1
            except errors.LockNotAvailable:
                break  # another transaction holds one of the client_ids
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                # Whether it was committed is unknown and does not matter: the client_ids make it safe to send again.
                metrics.LANE_LOSSES.inc()
                logger.warning("lane.lost", extra={"reason": type(error).__name__, "rows": len(batch)})
                await asyncio.sleep(TRY_AGAIN_S)
                batch = self.still_wanted(batch)
            except (psycopg.Error, UnicodeError) as error:
                logger.warning("lane.poisoned", extra={"reason": type(error).__name__, "rows": len(batch)})
                break
            else:
                self.give(batch, answers)
                return
        for row in batch:
            self.send_alone(row)

    def give(self, batch: Sequence[Row], answers: Sequence[Appended]) -> None:
        for row, appended in zip(batch, answers, strict=True):
            if appended.outcome == "busy":
                self.send_alone(row)
            else:
                self.settle(row, appended)

    def send_alone(self, row: Row) -> None:
        """Over a spare connection; what comes later for the same conversation waits behind it, so that nobody overtakes."""
        behind = self.behind.get(row.line.conversation_id)
        if behind is not None:
            behind.append(row)
            return
        self.behind[row.line.conversation_id] = deque([row])
        task = asyncio.create_task(self.write_alone(row.line.conversation_id))
        self.alone.add(task)
        task.add_done_callback(self.alone.discard)

    async def write_alone(self, conversation_id: int) -> None:
        """Everything that waits for one conversation, in order, one row at a time."""
        waiting = self.behind[conversation_id]
        try:
            while waiting:
                row = waiting.popleft()
                while self.still_wanted([row]) and row.key in self.rows:
                    await self.try_alone(row)
        finally:
            del self.behind[conversation_id]

    async def try_alone(self, row: Row) -> None:
        writer = await self.spares.get()
        try:
            appended = (await writer.append([row.line], wait=True))[0]
        except (*RACES, errors.LockNotAvailable):
            return
        except (psycopg.OperationalError, psycopg.InterfaceError):
            metrics.LANE_LOSSES.inc()
            await asyncio.sleep(TRY_AGAIN_S)
        except (psycopg.Error, UnicodeError) as error:  # a poison row fails alone
            self.settle(row, error)
        except Exception as error:
            logger.exception("lane.failed", extra={"rows": 1})
            self.settle(row, error)
        else:
            self.settle(row, appended)
        finally:
            self.spares.put_nowait(writer)


lane = PerLoop(Lane)  # the running loop's
