"""Reads over HTTP: a few connections that ask for the same pages again and again, each as soon as it was answered."""

from __future__ import annotations

import asyncio
import time

from bench.load.phases import Numbers, Watched, percentiles
from bench.world import World

CONNECTIONS = 8


async def reads(world: World, port: int, watched: Watched, seconds: float) -> dict[str, Numbers]:
    """The thread page and the inbox of the first project, as an operator's script asks for them."""
    site, guest = world.sites[0], world.guests[0]
    base = f"/api/v1/projects/{site.public_id}/conversations"
    pages = {"thread": f"{base}/{guest.conversation_public_id}/messages?limit=50", "inbox": f"{base}?turn=yours"}
    return {name: await _read(port, path, world.api_key, watched, seconds) for name, path in pages.items()}


async def _read(port: int, path: str, api_key: str, watched: Watched, seconds: float) -> Numbers:
    lines = [f"GET {path} HTTP/1.1", f"Host: localhost:{port}", f"Authorization: Bearer {api_key}"]
    request = "\r\n".join([*lines, "", ""]).encode()
    latencies: list[float] = []
    before, began = watched.read(), time.perf_counter()
    until = began + seconds
    await asyncio.gather(*(_again_and_again(port, request, until, latencies) for _ in range(CONNECTIONS)))
    took = time.perf_counter() - began
    return {"per_s": len(latencies) / took, **watched.since(before, len(latencies)), **percentiles("answer", latencies)}


async def _again_and_again(port: int, request: bytes, until: float, latencies: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (asked := time.perf_counter()) < until:
        writer.write(request)
        await answer(reader)
        latencies.append(time.perf_counter() - asked)
    writer.close()


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The body of one answer. Raises ConnectionError for another status than 200 or 201."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    body = await (_chunks(reader) if b"transfer-encoding: chunked" in head else _sized(reader, head))
    if head.split(b" ", 2)[1] not in (b"200", b"201"):
        raise ConnectionError(f"{head.splitlines()[0].decode()}: {body[:300].decode(errors='replace')}")
    return body


async def _sized(reader: asyncio.StreamReader, head: bytes) -> bytes:
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    return await reader.readexactly(length)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return body
