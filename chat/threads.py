"""Where sockets run ordinary synchronous Django: a pool of its own, so that nothing waits for Django's one shared thread.

Nothing in it takes for ever: a call that is still there after STUCK_S waits for a database that has gone without a word, and
loses its connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.db import connections

from chat.per_loop import PerLoop

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

SIZE = 8  # with the database pool's 12: sockets leave connections for pages
STUCK_S = 8.0  # a statement may take 5 s; then the server itself ends it, if it can still be heard
LOOK_EVERY_S = 1.0
_pool = ThreadPoolExecutor(SIZE, thread_name_prefix="chat")
_running: dict[int, tuple[float, Any]] = {}  # by thread: since when it works, and its connection


async def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a synchronous function in the pool, with the caller's context, and give its connection back afterwards."""
    _watch()
    context = contextvars.copy_context()
    call = partial(_call, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_pool, lambda: context.run(call))


def queued() -> int:
    """How many calls wait for a thread."""
    return _pool._work_queue.qsize()


def _call(function: Callable[[], T]) -> T:
    _running[threading.get_ident()] = (time.monotonic(), connections["default"])
    try:
        return function()
    finally:
        del _running[threading.get_ident()]
        connections.close_all()


async def _end_stuck() -> None:
    """Cut the connections of calls that are stuck: their wait ends with an OperationalError, and their frame is answered busy."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        for since, wrapper in list(_running.values()):
            if time.monotonic() - since > STUCK_S and wrapper.connection is not None:
                logger.warning("threads.stuck", extra={"seconds": round(time.monotonic() - since)})
                with contextlib.suppress(OSError), socket.socket(fileno=os.dup(wrapper.connection.pgconn.socket)) as line:
                    line.shutdown(socket.SHUT_RDWR)


_watch = PerLoop(lambda: asyncio.ensure_future(_end_stuck()))
