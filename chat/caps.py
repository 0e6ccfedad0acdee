"""How many sockets or waiting requests one address or person may have open in this process: nobody takes the room of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from accounts.errors import SlowDown

COME_BACK_MS = 30_000  # what somebody who is shown out is told to wait

_open: Counter[str] = Counter()


def take(holder: str, limit: int) -> bool:
    """Count one socket more for `holder`; False, and nothing counted, when it has `limit` already."""
    if _open[holder] >= limit:
        return False
    _open[holder] += 1
    return True


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
