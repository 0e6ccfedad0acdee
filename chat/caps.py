"""How many sockets one address, one visitor or one member may have open in this process: nobody takes the room of all."""

from __future__ import annotations

from collections import Counter

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
