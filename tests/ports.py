"""Ports for what the tests start."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

# Below the ones that Linux gives to whoever asks for any: between the look and the start nobody gets ours by chance.
LOWEST, HIGHEST = 20_000, 32_000
_chance = random.SystemRandom()
_given: set[int] = set()


def free_port(*beside: int) -> int:
    """A port that nobody listens on just now; those so far above it are free too. Never the same one twice."""
    while True:
        port = _chance.randrange(LOWEST, HIGHEST)
        if port not in _given and all(_is_free(port + more) for more in (0, *beside)):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    with suppress(OSError), socket.socket() as probe:
        probe.bind(("127.0.0.1", port))
        return True
    return False
