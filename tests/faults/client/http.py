"""One HTTP/1.1 request over a connection of its own: as much of a client as the doors need."""

from __future__ import annotations

import asyncio
import json
from typing import Any

AT_MOST = 8 * 1024 * 1024


async def ask_http(
    address: str, method: str, path: str, headers: dict[str, str], body: Any, within_s: float
) -> tuple[int, float | None, Any]:
    """Status, Retry-After in seconds, and the answer: its JSON, or its text.

    Raises OSError, EOFError or TimeoutError where there is no whole answer, ValueError for a garbled one.
    """
    host, _, port = address.partition(":")
    async with asyncio.timeout(within_s):
        reader, writer = await asyncio.open_connection(host, int(port), limit=AT_MOST)
        try:
            writer.write(_request(address, method, path, headers, body))
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            if "chunked" in fields.get("transfer-encoding", ""):
                text = await _chunks(reader)
            elif "content-length" in fields:
                text = await reader.readexactly(int(fields["content-length"]))
            else:
                text = await reader.read(AT_MOST)
        finally:
            writer.transport.abort()
    is_json = "json" in fields.get("content-type", "")
    retry = fields.get("retry-after")
    return int(head[0].split()[1]), float(retry) if retry else None, json.loads(text) if is_json else text.decode()


def _request(address: str, method: str, path: str, headers: dict[str, str], body: Any) -> bytes:
    payload = b"" if body is None else json.dumps(body).encode()
    told = {"Host": address, "Connection": "close", "Content-Type": "application/json", "Content-Length": str(len(payload)), **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + payload


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readline()).split(b";")[0] or b"0", 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    return b"".join(parts)
