"""How fast frames may come where no socket counts them: one bucket for each holder, in this process."""

from __future__ import annotations

from collections import OrderedDict

from chat.parsing import Bucket

HOLDERS_KEPT = 10_000  # the longest quiet are forgotten first, and theirs is full again by then

_buckets: OrderedDict[str, Bucket] = OrderedDict()


def take(holder: str, *, rate: float | None = None, burst: float | None = None) -> int:
    """Count one more for `holder`; 0, or how many milliseconds to wait for the next."""
    bucket = _buckets.setdefault(holder, Bucket(rate, burst))
    _buckets.move_to_end(holder)
    while len(_buckets) > HOLDERS_KEPT:
        _buckets.popitem(last=False)
    return bucket.take()
