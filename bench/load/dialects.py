"""How each stack wants its frames: Parley's contract in plain JSON, or the same inside Socket.IO's packets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

Heard = Literal["reply", "message", "other"]


@dataclass(frozen=True)
class Dialect:
    """Writes frames, and tells what came without parsing it whole: the load must stay cheap."""

    def path(self, kind: str) -> str:
        return f"/ws/{kind}/"

    def greeting(self) -> list[bytes]:
        """What is said before any frame."""
        return []

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

    def greeting(self) -> list[bytes]:
        return [b"40"]

    def frame(self, name: str, ref: int, fields: dict[str, Any]) -> bytes:
        return f"42{ref}{json.dumps([name, fields], separators=(',', ':'))}".encode()

    def kind_of(self, heard: bytes) -> Heard:
        if heard.startswith(b"43"):
            return "reply"
        return "message" if heard.startswith(b'42["message"') else "other"

    def answer_to(self, heard: bytes) -> bytes | None:
        return b"3" if heard == b"2" else None


DIALECTS: dict[str, Dialect] = {"plain": Dialect(), "socket.io": SocketIo()}
