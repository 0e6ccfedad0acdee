"""How each stack wants its frames: Parley's contract in plain JSON, or the same inside Socket.IO's packets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

Heard = Literal["reply", "message", "welcome", "other"]


@dataclass(frozen=True)
class Dialect:
    """Writes frames, and tells what came without parsing it whole: the load must stay cheap."""

    def path(self, kind: str) -> str:
        return f"/ws/{kind}/"

    def greeting(self) -> bytes | None:
        """What is said, and has to be welcomed, before any frame."""
        return None

    def frame(self, name: str, ref: int, fields: dict[str, Any]) -> bytes:
        return json.dumps({"type": name, "ref": ref, **fields}, separators=(",", ":")).encode()

    def kind_of(self, heard: bytes) -> Heard:
        if heard.startswith(b'{"type":"reply"'):
            return "reply"
        return "message" if heard.startswith(b'{"type":"message"') else "other"

    def answer_to(self, heard: bytes) -> bytes | None:
        """What the protocol itself wants back at once."""
        return None

    def ok(self, reply: bytes) -> bool:
        return b'"ok":true' in reply


@dataclass(frozen=True)
class SocketIo(Dialect):
    """Engine.IO 4 with Socket.IO 5 packets, over a WebSocket from the start."""

    def path(self, kind: str) -> str:
        return "/socket.io/?EIO=4&transport=websocket"

    def greeting(self) -> bytes | None:
        return b"40"

    def frame(self, name: str, ref: int, fields: dict[str, Any]) -> bytes:
        return f"42{ref}{json.dumps([name, fields], separators=(',', ':'))}".encode()

    def kind_of(self, heard: bytes) -> Heard:
        if heard.startswith(b"43"):
            return "reply"
        if heard.startswith(b'42["message"'):
            return "message"
        return "welcome" if heard.startswith(b"40") else "other"

    def answer_to(self, heard: bytes) -> bytes | None:
        return b"3" if heard == b"2" else None


@dataclass(frozen=True)
class Spaced(Dialect):
    """The same JSON as Python writes it when nobody asks for less."""

    def kind_of(self, heard: bytes) -> Heard:
        if heard.startswith(b'{"type": "reply"'):
            return "reply"
        return "message" if heard.startswith(b'{"type": "message"') else "other"

    def ok(self, reply: bytes) -> bool:
        return b'"ok": true' in reply


DIALECTS: dict[str, Dialect] = {"plain": Dialect(), "spaced": Spaced(), "socket.io": SocketIo()}
