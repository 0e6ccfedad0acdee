"""What a socket may ask of our servers beyond ASGI: to write a frame without waiting, and whether anybody is still there.

ASGI's `send` is a coroutine with a dictionary for each frame of each socket; at some thousand pushes a second these were a fifth
of what a process did, and a text for 500 sockets was made into a frame 500 times. Where a server does not offer this, `send`
does everything.
"""

from __future__ import annotations

from typing import Any, Protocol

NAME = "parley.direct"  # in the scope's extensions

_TEXT = 0x81  # a whole text frame; what servers send is not masked (RFC 6455, 5.2)


class Direct(Protocol):
    """A server's connection."""

    def write_frame(self, frame: bytes) -> bool:
        """Write a finished WebSocket frame; False, and nothing written, when it would have to wait."""
        ...

    def gone(self) -> bool:
        """Whether the other side has gone, also when the application has not heard of it yet."""
        ...


def offer(scope: Any, connection: Direct) -> None:
    """For servers: let the application of this scope use the connection."""
    scope.setdefault("extensions", {})[NAME] = connection


def direct_of(scope: Any) -> Direct | None:
    """For the application: the connection, where the server offers it."""
    found: Direct | None = scope.get("extensions", {}).get(NAME)
    return found


class Frames:
    """Makes the frame of a text; for the next socket that gets the same text it is there already."""

    def __init__(self) -> None:
        self.text, self.frame = "", b""

    def of(self, text: str) -> bytes:
        if text is not self.text:
            self.text, self.frame = text, _frame(text.encode())
        return self.frame


def _frame(payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return bytes((_TEXT, size)) + payload
    if size < 65_536:
        return bytes((_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((_TEXT, 127)) + size.to_bytes(8, "big") + payload


frames = Frames()
