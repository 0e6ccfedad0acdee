"""How fast each holder may be, in this process: a bucket for each. Asked by the event loop and by every thread."""

from __future__ import annotations

import threading
from collections import OrderedDict

from chat.parsing import Bucket

HOLDERS_KEPT = 10_000  # the longest quiet are forgotten first, and theirs is full again by then

_buckets: OrderedDict[str, Bucket] = OrderedDict()
_lock = threading.Lock()


def take(holder: str, *, rate: float | None = None, burst: float | None = None) -> int:
    """Count one more for `holder`; 0, or how many milliseconds to wait for the next."""
    with _lock:
        bucket = _buckets.setdefault(holder, Bucket(rate, burst))
        _buckets.move_to_end(holder)
        while len(_buckets) > HOLDERS_KEPT:
            _buckets.popitem(last=False)
        return bucket.take()


def left(holder: str) -> int:
    """How many are in this process's bucket, as it stood when one was last taken."""
    with _lock:
        bucket = _buckets.get(holder)
        return int(bucket.tokens) if bucket else 0


def forget() -> None:
    """Every bucket is full again."""
    with _lock:
        _buckets.clear()
