"""Where sockets run ordinary synchronous Django: a pool of its own, so that nothing waits for Django's one shared thread."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import connections

P = ParamSpec("P")
T = TypeVar("T")

SIZE = 8  # with the database pool's 12: sockets leave connections for pages
_pool = ThreadPoolExecutor(SIZE, thread_name_prefix="chat")


async def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a synchronous function in the pool, with the caller's context, and give its connection back afterwards."""
    context = contextvars.copy_context()
    call = partial(_call, partial(function, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_pool, lambda: context.run(call))


def queued() -> int:
    """How many calls wait for a thread."""
    return _pool._work_queue.qsize()


def _call(function: Callable[[], T]) -> T:
    try:
        return function()
    finally:
        connections.close_all()
