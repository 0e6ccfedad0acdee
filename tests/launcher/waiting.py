"""Waiting for a state, never for a time."""

import time
from collections.abc import Callable

LIMIT_S = 10.0


def wait_for(state: Callable[[], object], what: str) -> None:
    """Return as soon as `state` is true; fail after 10 s."""
    until = time.monotonic() + LIMIT_S
    while not state():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.01)
