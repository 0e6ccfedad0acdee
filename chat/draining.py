"""Who is connected to this process, and how they are asked to go when it ends. One list a process, on its event loop."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import Callable, Iterator

ASKED_A_SECOND = 100  # each comes back elsewhere with a handshake and a hello: a hundred are a small part of a core
ASKED_WITHIN = 0.6  # of the time there is: whoever is asked last needs some of it too
RETRY_MOST_MS = 2_000  # nobody shall be without pushes for long; that many come back at once is kept down by asking slowly

Ask = Callable[[], None]

_closing = threading.Event()  # asked also by the threads that answer requests
_guests: dict[object, Ask | None] = {}
_empty = asyncio.Event()


def begun() -> bool:
    """Whether this process is about to end."""
    return _closing.is_set()


def retry_ms() -> int:
    """How long somebody who is sent away should wait: everybody another while, so that they do not come back as one."""
    return random.randrange(RETRY_MOST_MS)  # noqa: S311  (nothing secret about it)


@contextlib.contextmanager
def guest(ask_to_go: Ask | None = None) -> Iterator[None]:
    """The process does not end while the block runs, within its time. `ask_to_go` is called once when it wants to."""
    key = object()
    _guests[key] = ask_to_go
    _empty.clear()
    try:
        if begun() and ask_to_go is not None:  # it came in while the door was being closed
            ask_to_go()
        yield
    finally:
        del _guests[key]
        if not _guests:
            _empty.set()


async def see_off(within_s: float) -> int:
    """Ask everybody to go, one after another, and wait until they have. Returns how many are still there after `within_s`."""
    clock = asyncio.get_running_loop().time
    start = clock()
    _closing.set()
    asked = [key for key, ask_to_go in _guests.items() if ask_to_go is not None]
    pause_s = min(1 / ASKED_A_SECOND, ASKED_WITHIN * within_s / max(1, len(asked)))
    for place, key in enumerate(asked):
        if (early_s := start + place * pause_s - clock()) > 0:
            await asyncio.sleep(early_s)
        if ask_to_go := _guests.get(key):
            ask_to_go()
    if _guests:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(_empty.wait(), start + within_s - clock())
    return len(_guests)
