"""What may happen to Redis' hints on their way to a web process: lost, doubled, out of order. Everything else passes as it came.

It reads just enough RESP to find where a published message begins and ends.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

MESSAGE = b"$7\r\nmessage\r\n"


@dataclass
class Mischief:
    """Shared by all connections of a proxy, so that it can be switched at run time. Shares of the hints."""

    lost: float = 0.0
    doubled: float = 0.0
    late: float = 0.0  # given out after the one that follows
    touched: int = 0  # how many have suffered so far


class Hints:
    """The filter of one connection."""

    def __init__(self, mischief: Mischief) -> None:
        self.mischief = mischief
        self.rest = b""
        self.kept: bytes = b""

    def __call__(self, data: bytes) -> bytes:
        self.rest += data
        out, at = [], 0
        while (end := value_end(self.rest, at)) >= 0:
            out.append(self.one(self.rest[at:end]))
            at = end
        self.rest = self.rest[at:]
        return b"".join(out)

    def one(self, value: bytes) -> bytes:
        if value[:1] not in (b"*", b">") or MESSAGE not in value[:24]:
            return value
        kept, self.kept = self.kept, b""
        luck, wish = random.random(), self.mischief
        wish.touched += luck < wish.lost + wish.doubled + wish.late
        if luck < wish.lost:
            return kept
        if luck < wish.lost + wish.doubled:
            return value + kept + value
        if luck < wish.lost + wish.doubled + wish.late:
            self.kept = value
            return kept
        return value + kept


def value_end(data: bytes, at: int) -> int:
    """Where the RESP value at `at` ends; -1 while it is not all there."""
    line = data.find(b"\r\n", at)
    if line < 0:
        return -1
    kind, after = data[at : at + 1], line + 2
    if kind in (b"$", b"=", b"!"):
        size = int(data[at + 1 : line])
        end = after if size < 0 else after + size + 2
        return end if end <= len(data) else -1
    if kind in (b"*", b">", b"~", b"%"):
        count = int(data[at + 1 : line]) * (2 if kind == b"%" else 1)
        for _ in range(count):
            after = value_end(data, after)
            if after < 0:
                return -1
        return after
    return after
