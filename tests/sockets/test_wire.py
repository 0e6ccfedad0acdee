"""RFC 6455 below our frames: in pieces, with pings between, broken, too large, and ended half-way."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.serving import House
from tests.sockets.talking import WITHIN_S, visitor

CONTINUED, TEXT, CLOSE, PING, PONG = 0, 1, 8, 9, 10
LAST, MASKED = 0x80, 0x80
ASK = json.dumps({"type": "ping", "ref": 1}).encode()
NO_CODE = 0


class Wire:
    """A visitor's connection, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def put(self, kind: int, said: bytes = b"", *, last: bool = True, masked: bool = True, reserved: int = 0) -> None:
        """Write one frame; the mask is zero, so that what is written can be read here."""
        head = bytes((kind | reserved | (LAST if last else 0),))
        mask = MASKED if masked else 0
        length = len(said)
        form, places = (length, 0) if length < 126 else (126, 2) if length < 65_536 else (127, 8)
        size = bytes((mask | form,)) + (length.to_bytes(places, "big") if places else b"")
        self.writer.write(head + size + (bytes(4) if masked else b"") + said)

    async def get(self) -> tuple[int, bytes]:
        """The next frame: its kind, and what is in it. Raises IncompleteReadError at the end."""
        kind, size = await asyncio.wait_for(self.reader.readexactly(2), WITHIN_S)
        if size >= 126:
            size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
        return kind & 15, await self.reader.readexactly(size)

    async def refused(self) -> int:
        """The code with which the connection ends; NO_CODE where it just does."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                kind, said = await self.get()
                if kind == CLOSE:
                    return int.from_bytes(said[:2], "big")
        return NO_CODE


@asynccontextmanager
async def wired(house: House) -> AsyncIterator[Wire]:
    """A visitor's connection after its handshake."""
    reader, writer = await asyncio.open_connection("127.0.0.1", house.web.port)
    key = base64.b64encode(os.urandom(16)).decode()
    head = ["GET /ws/widget/ HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade"]
    head += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", ""]
    writer.write("\r\n".join(head).encode())
    answer = await reader.readuntil(b"\r\n\r\n")
    assert b" 101 " in answer
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()


class TestWire:
    async def test_in_pieces_with_pings_between(self, house: House) -> None:
        async with wired(house) as wire:
            wire.put(TEXT, ASK[:5], last=False)
            wire.put(PING, b"still there?")
            wire.put(CONTINUED, last=False)
            wire.put(CONTINUED, ASK[5:])
            assert await wire.get() == (PONG, b"still there?")
            kind, said = await wire.get()
            assert kind == TEXT and json.loads(said)["ref"] == 1

    async def test_many_in_one_packet(self, house: House) -> None:
        async with wired(house) as wire:
            for _ in range(100):
                wire.put(TEXT, ASK)
            kinds = [(await wire.get())[0] for _ in range(100)]
            assert kinds == [TEXT] * 100

    @pytest.mark.parametrize(
        ("frame", "codes"),
        [
            ({"kind": TEXT, "said": ASK, "masked": False}, {1002}),
            ({"kind": TEXT, "said": ASK, "reserved": 0x40}, {1002}),
            ({"kind": 3}, {1002}),
            ({"kind": CONTINUED, "said": ASK}, {1002}),
            ({"kind": PING, "last": False}, {1002}),
            ({"kind": TEXT, "said": b"\xff\xfe"}, {1007}),
            ({"kind": TEXT, "said": b"x" * (128 * 1024 + 1)}, {1009, NO_CODE}),
            ({"kind": CLOSE, "said": (1000).to_bytes(2, "big")}, {1000}),
        ],
        ids=["unmasked", "reserved bit", "unknown kind", "nothing to continue", "ping in pieces", "no UTF-8", "too large", "close"],
    )
    async def test_what_ends_the_connection(self, house: House, frame: dict[str, int], codes: set[int]) -> None:
        async with wired(house) as wire, visitor(house) as other:
            wire.put(**frame)  # type: ignore[arg-type]
            assert await wire.refused() in codes
            assert (await other.ask("ping"))["ok"], "nobody else notices"

    async def test_pieces_without_end(self, house: House) -> None:
        async with wired(house) as wire:
            wire.put(TEXT, b"x" * 60_000, last=False)
            for _ in range(3):
                wire.put(CONTINUED, b"x" * 60_000, last=False)
            assert await wire.refused() in {1009, NO_CODE}

    async def test_half_closed(self, house: House) -> None:
        """It will say no more, but it may still be listening: it gets its answer or the end, and does not linger."""
        async with wired(house) as wire:
            wire.put(TEXT, ASK)
            wire.writer.write_eof()
            assert await wire.refused() in {NO_CODE, 1000, 1006, 4408}
