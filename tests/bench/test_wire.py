"""The load's own socket: frames however the network cuts them."""

from __future__ import annotations

import asyncio

import pytest
from websockets.asyncio.server import ServerConnection, serve

from bench.load.wire import Wire, open_wire

HEAD = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
LONG = b"y" * 70_000


def frame(payload: bytes, first: int = 0x81) -> bytes:
    """A server's frame: unmasked, with the shortest length that fits."""
    if len(payload) < 126:
        return bytes((first, len(payload))) + payload
    if len(payload) < 65_536:
        return bytes((first, 126)) + len(payload).to_bytes(2, "big") + payload
    return bytes((first, 127)) + len(payload).to_bytes(8, "big") + payload


@pytest.mark.parametrize("step", [1, 2, 3, 7, 4096, 1_000_000])
async def test_frames_come_whole_however_they_are_cut(step: int):
    heard: list[bytes] = []
    wire = Wire(b"", heard.append)
    stream = HEAD + frame(b"one") + frame(b"x" * 300) + frame(LONG) + frame(b"to", 0x01) + frame(b"gether", 0x80)
    for begin in range(0, len(stream), step):
        wire.data_received(stream[begin : begin + step])
    assert heard == [b"one", b"x" * 300, LONG, b"together"]


async def test_a_refused_handshake_is_said():
    wire = Wire(b"", lambda heard: None)
    wire.data_received(b"HTTP/1.1 403 Forbidden\r\n\r\n")
    with pytest.raises(ConnectionError, match="403"):
        await wire.opened


async def test_a_real_server_understands_it():
    async def echo(connection: ServerConnection) -> None:
        async for text in connection:
            await connection.send(text)

    async with serve(echo, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        heard: asyncio.Queue[bytes] = asyncio.Queue()
        wire = await open_wire(port, "/", heard.put_nowait)
        for text in (b"hello", b"z" * 500):
            wire.say(text)
            assert await asyncio.wait_for(heard.get(), 10) == text
        wire.hang_up()
        await asyncio.wait_for(wire.closed, 10)
