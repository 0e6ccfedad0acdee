"""A lean WebSocket client on a bare asyncio protocol: what it costs is not the server's, and it is printed."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable
from typing import ClassVar, cast

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
FIN, MASKED = 0x80, 0x80
SHORT, MEDIUM = 126, 127  # how a frame says that two or eight bytes of length follow

OPEN_WITHIN_S = 30.0

Heard = Callable[[bytes], None]


class Wire(asyncio.Protocol):
    """One open connection: `say` sends a text frame, `heard` gets each that comes.

    Frames are masked with zeros: the server's work is the same, ours is none.
    """

    ZERO_KEY: ClassVar[bytes] = bytes(4)

    def __init__(self, request: bytes, heard: Heard) -> None:
        self.request, self.heard = request, heard
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None
        self.rest = b""
        self.pieces = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name
        self.transport.write(self.request)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("the handshake was not answered"))
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        data = self.rest + data if self.rest else data
        if not self.opened.done():
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self.rest = head
                return
            if b" 101 " not in head.partition(b"\r\n")[0]:
                self.opened.set_exception(ConnectionError(head.decode("ascii", "replace")))
                return
            self.opened.set_result(None)
        self.rest = self._read_frames(data)

    def _read_frames(self, data: bytes) -> bytes:
        """Hand out the whole frames, and give back what is left of a part."""
        at, end = 0, len(data)
        while end - at >= 2:
            begin, length = at + 2, data[at + 1]
            if length == SHORT:
                begin += 2
                length = int.from_bytes(data[at + 2 : begin], "big") if begin <= end else end
            elif length == MEDIUM:
                begin += 8
                length = int.from_bytes(data[at + 2 : begin], "big") if begin <= end else end
            if begin + length > end:
                break
            self._take(data[at], data[begin : begin + length])
            at = begin + length
        return data[at:]

    def _take(self, first: int, payload: bytes) -> None:
        code = first & 0x0F
        if code <= TEXT:
            self.pieces += payload
            if first & FIN:
                whole, self.pieces = self.pieces, b""
                self.heard(whole)
        elif code == PING:
            self._send(PONG, payload)
        elif code == CLOSE and self.transport is not None:
            self.transport.close()

    def say(self, text: bytes) -> None:
        self._send(TEXT, text)

    def _send(self, code: int, payload: bytes) -> None:
        length = len(payload)
        if length < SHORT:
            head = bytes((FIN | code, MASKED | length))
        else:
            head = bytes((FIN | code, MASKED | SHORT)) + length.to_bytes(2, "big")
        assert self.transport is not None
        self.transport.write(head + self.ZERO_KEY + payload)

    def hang_up(self) -> None:
        """Say goodbye as a browser does; the other side ends the connection."""
        if self.transport is not None and not self.transport.is_closing():
            self._send(CLOSE, (1000).to_bytes(2, "big"))


async def open_wire(port: int, path: str, heard: Heard, headers: dict[str, str] | None = None) -> Wire:
    """Connect and shake hands. Raises ConnectionError when the server refuses."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += ["Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    request = "\r\n".join([*lines, "", ""]).encode()
    _, wire = await asyncio.get_running_loop().create_connection(lambda: Wire(request, heard), "127.0.0.1", port)
    await asyncio.wait_for(wire.opened, OPEN_WITHIN_S)
    return wire
