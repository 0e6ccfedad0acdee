"""Waiting for a state, never for a time."""

import time
from collections.abc import Callable

LIMIT_S = 10.0

# A whole server starting on a busy machine.
START_S = 60.0


def wait_for(state: Callable[[], object], what: str, *, within_s: float = LIMIT_S) -> None:
    """Return as soon as `state` is true; fail after 10 s."""
    until = time.monotonic() + within_s
    while not state():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.01)
