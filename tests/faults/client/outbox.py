"""Messages on their way: one after the other, never reordered, said again until they are acknowledged."""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Pending:
    client_id: str
    fields: dict[str, Any]


class Outbox:
    def __init__(self) -> None:
        self.pending: deque[Pending] = deque()
        self.failed: list[Pending] = []
        self.filled, self.empty = asyncio.Event(), asyncio.Event()
        self.empty.set()

    def add(self, **fields: Any) -> Pending:
        one = Pending(str(uuid.uuid4()), fields)
        self.pending.append(one)
        self.filled.set()
        self.empty.clear()
        return one

    def done(self) -> Pending:
        """The oldest is on its place."""
        one = self.pending.popleft()
        if not self.pending:
            self.filled.clear()
            self.empty.set()
        return one

    def fail(self) -> Pending:
        """The oldest was refused for good."""
        one = self.done()
        self.failed.append(one)
        return one
