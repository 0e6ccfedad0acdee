"""Ends open sockets whose right has ended: each process reads the tail of the revocation rows twice a second."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakSet

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from accounts.errors import SignInAgain
from chat import threads
from chat.plan import closed

logger = logging.getLogger(__name__)
T = TypeVar("T")

EVERY_S = 0.5
LOOK_BACK = timedelta(seconds=30)  # longer than any transaction that writes one: a late commit is still seen

# What else in this process must know of each subject, before any connection is ended by it. Must not raise, nor wait.
HEARERS: list[Callable[[str], None]] = []


class Watch:
    """The sockets of one loop, and the subjects that have been revoked lately."""

    def __init__(self) -> None:
        self.listeners: WeakSet[Listener] = WeakSet()
        self.told: deque[int] = deque(maxlen=10_000)
        self.revoked: dict[str, float] = {}
        self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        while True:
            try:
                rows = await threads.run(_look, tuple(self.told))
            except (DatabaseError, InterfaceError):
                logger.warning("revocations.unreadable")
                rows = []
            except Exception:  # a watch that ended would leave every right alive
                logger.exception("revocations.failed")
                rows = []
            old = time.monotonic() - LOOK_BACK.total_seconds()
            self.revoked = {subject: at for subject, at in self.revoked.items() if at > old}
            for row_id, subject in rows:
                self.told.append(row_id)
                self.revoked[subject] = time.monotonic()
                for hear in HEARERS:
                    hear(subject)
                for listener in list(self.listeners):
                    if subject in listener.subjects:
                        listener.end()
            for listener in [one for one in self.listeners if one.until is not None and one.until <= timezone.now()]:
                listener.end()
            await asyncio.sleep(EVERY_S)


class Listener:
    """A connection's place in the watch: `end` is called once one of its `subjects` is revoked.

    `since` (monotonic) is when its right was looked up: what was revoked between that and `listen` ends it too. `until` is
    when the right ends by itself, as a key's does.
    """

    def __init__(self, subjects: frozenset[str], end: Callable[[], None], *, since: float, until: datetime | None = None) -> None:
        self.subjects = subjects
        self.end = end
        self.since = since
        self.until = until


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch] = WeakKeyDictionary()


def listen(listener: Listener) -> None:
    """Have `listener` told, within a second, when one of its subjects ends."""
    loop = asyncio.get_running_loop()
    if loop not in _watches:
        _watches[loop] = Watch()
    watch = _watches[loop]
    watch.listeners.add(listener)
    if any(watch.revoked.get(subject, -1.0) >= listener.since for subject in listener.subjects):
        listener.end()


async def unless_revoked(subjects: frozenset[str], work: Coroutine[Any, Any, T], *, since: float) -> T:
    """What `work` finds. Raises SignInAgain as soon as one of the subjects is revoked: a waiting request is an open socket too."""
    ending = asyncio.Event()
    listener = Listener(subjects, ending.set, since=since)
    listen(listener)
    tasks = asyncio.ensure_future(work), asyncio.ensure_future(ending.wait())
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if ending.is_set():
            raise SignInAgain()
        return tasks[0].result()
    finally:
        for task in tasks:
            task.cancel()


def _look(told: tuple[int, ...]) -> list[tuple[int, str]]:
    """The newest revocations; now and then, also whose plan has ended for good."""
    closed.look()
    return _newest(told)


def _newest(told: tuple[int, ...]) -> list[tuple[int, str]]:
    """Asked twice a second by every process, so in plain SQL: as a query of the ORM it was a hundredth of a core."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, subject FROM accounts_revocation WHERE created_at >= %s AND id <> ALL (%s::bigint[]) ORDER BY id LIMIT 1000",
            [timezone.now() - LOOK_BACK, list(told[-1000:])],
        )
        rows: list[tuple[int, str]] = cursor.fetchall()
    return rows
