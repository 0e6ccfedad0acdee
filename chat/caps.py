"""How many sockets or waiting requests one address or person may have open in this process: nobody takes the room of all."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from accounts.errors import SlowDown

COME_BACK_MS = 30_000  # what somebody who is shown out is told to wait

CROWDED = 64  # calls that wait for a thread: one more hello would wait for a second, and nobody would be served in time
CROWDED_MS = (500, 3_000)  # when somebody comes again who came while it was crowded

_open: Counter[str] = Counter()


def take(holder: str, limit: int) -> bool:
    """Count one socket more for `holder`; False, and nothing counted, when it has `limit` already."""
    if _open[holder] >= limit:
        return False
    _open[holder] += 1
    return True


def crowd_wait_ms() -> int:
    """Another while for everybody, so that a crowd does not come back as one."""
    return random.randint(*CROWDED_MS)  # noqa: S311  (nothing secret about it)


def give_back(holder: str) -> None:
    """One socket of `holder` has gone. A holder without any is forgotten."""
    _open[holder] -= 1
    if _open[holder] <= 0:
        del _open[holder]


@contextmanager
def places(limits: dict[str, int]) -> Iterator[None]:
    """Count one more for each holder while the block runs. Raises SlowDown when one of them has its limit already."""
    taken = [holder for holder, limit in limits.items() if take(holder, limit)]
    try:
        if len(taken) < len(limits):
            raise SlowDown("Too many connections are open.", retry_ms=COME_BACK_MS)
        yield
    finally:
        for holder in taken:
            give_back(holder)
