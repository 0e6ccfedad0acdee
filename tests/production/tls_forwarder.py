"""Ends TLS before a Valkey that speaks none: `python -m tests.production.tls_forwarder PORT CHAIN KEY SOCKET`."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import sys

CHUNK = 64 * 1024


async def forward(port: int, chain: str, key: str, socket: str) -> asyncio.Server:
    """Listen on loopback, TLS 1.2 or newer alone, and carry every connection to the socket."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(chain, key)

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_unix_connection(socket)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_copy(reader, inner_writer), _copy(inner_reader, writer))

    return await asyncio.start_server(carry, "127.0.0.1", port, ssl=context)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry one direction to its end; whoever ends first, ends the other."""
    with contextlib.suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()


async def _main(port: str, chain: str, key: str, socket: str) -> None:
    async with await forward(int(port), chain, key, socket) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:5]))
