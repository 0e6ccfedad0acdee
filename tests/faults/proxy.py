"""A TCP fault proxy: what a bad network does to bytes, switched at run time.

It stands between clients and web, web and Valkey, web and Postgres; either side may be a TCP port or a unix socket. What a
network would lose for ever spoils the connection: it is reset when the fault heals, since a stream with a hole is no stream.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

Address = tuple[str, int] | Path
Filter = Callable[[bytes], bytes]

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing says RST
HEAD_BYTES = 4096  # an HTTP request's head is looked for in so many first bytes
FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class Fault:
    """What happens to bytes. *up* is from the asker to the server. A held byte waits; a swallowed one is gone."""

    delay_s: float = 0.0
    jitter_s: float = 0.0
    bytes_per_s: float = 0.0
    hold_up: bool = False
    hold_down: bool = False
    swallow_up: bool = False
    swallow_down: bool = False
    accept_and_drop: bool = False  # new connections lead nowhere
    cut_after: int = 0  # bytes, either way; then RST
    refuse_upgrade: Literal["", "403", "drop"] = ""
    share: float = 1.0  # of the connections


HEALTHY = Fault()


class Way(asyncio.Protocol):
    """One end of a connection: what it hears goes to the other end, late, slowly, or never."""

    def __init__(self, link: Link, up: bool) -> None:
        self.link, self.up = link, up
        self.transport: asyncio.Transport | None = None
        self.other: Way
        self.waiting: deque[tuple[float, bytes]] = deque()
        self.due, self.timer = 0.0, False
        self.ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's does not say so
        self.link.opened(self)

    def data_received(self, data: bytes) -> None:
        """Bytes came in here; they are sent by the other end."""
        fault = self.link.fault
        if self.link.stranded or (fault.swallow_up if self.up else fault.swallow_down):
            self.link.spoiled = True
            return
        if fault.refuse_upgrade and self.up and b"upgrade: websocket" in data[:HEAD_BYTES].lower():
            self.link.refuse(fault.refuse_upgrade)
            return
        if fault.cut_after and (self.link.seen + len(data)) >= fault.cut_after:
            self.other.send(data[: max(0, fault.cut_after - self.link.seen)])
            self.link.reset()
            return
        self.link.seen += len(data)
        data = self.link.filtered(data, self.up)
        self.pass_on(data)

    def pass_on(self, data: bytes) -> None:
        fault, now = self.link.fault, self.link.loop.time()
        self.due = max(self.due, now + fault.delay_s + fault.jitter_s * random.random())
        if fault.bytes_per_s:
            self.due += len(data) / fault.bytes_per_s
        if not self.waiting and self.due <= now and not self.held:
            self.other.send(data)
            return
        self.waiting.append((self.due, data))
        self.release()

    @property
    def held(self) -> bool:
        if self.other.transport is None:
            return True  # the server is still being called
        return self.link.fault.hold_up if self.up else self.link.fault.hold_down

    def release(self) -> None:
        """Send what is due, and come again for the rest."""
        now = self.link.loop.time()
        while self.waiting and not self.held and self.waiting[0][0] <= now:
            self.other.send(self.waiting.popleft()[1])
        if self.waiting and not self.held and not self.timer:
            self.timer = True
            self.link.loop.call_at(self.waiting[0][0], self._again)
        if self.ended and not self.waiting and not self.held:
            self.other.close()

    def _again(self) -> None:
        self.timer = False
        self.release()

    def send(self, data: bytes) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(data)

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()

    def pause_writing(self) -> None:
        if self.other.transport is not None and not self.other.transport.is_closing():
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other.transport is not None and not self.other.transport.is_closing():
            self.other.transport.resume_reading()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, error: Exception | None) -> None:
        if self.link.over:
            self.link.proxy.links.discard(self.link)
        if self.link.stranded or self.link.spoiled:
            return  # a dead network does not tell the other end
        self.ended = True
        if error is not None:
            self.link.reset()
        else:
            self.release()


class Link:
    """One connection with both its ends."""

    def __init__(self, proxy: Proxy) -> None:
        self.proxy, self.loop = proxy, asyncio.get_running_loop()
        self.up, self.down = Way(self, up=True), Way(self, up=False)
        self.up.other, self.down.other = self.down, self.up
        self.luck = random.random()
        self.spoiled = self.stranded = False
        self.seen = 0
        self.filter = proxy.filter_down() if proxy.filter_down is not None else None

    @property
    def fault(self) -> Fault:
        return self.proxy.fault if self.luck < self.proxy.fault.share else HEALTHY

    def filtered(self, data: bytes, up: bool) -> bytes:
        return data if up or self.filter is None else self.filter(data)

    def opened(self, end: Way) -> None:
        if end is self.up:
            self.proxy.links.add(self)
            if self.fault.accept_and_drop:
                self.stranded = True
                return
            self.task = asyncio.ensure_future(self.connect())

    async def connect(self) -> None:
        try:
            if isinstance(self.proxy.target, Path):
                await self.loop.create_unix_connection(lambda: self.down, str(self.proxy.target))
            else:
                await self.loop.create_connection(lambda: self.down, *self.proxy.target)
        except OSError:
            self.reset()
            return
        self.up.release()

    def refuse(self, how: str) -> None:
        if how == "403":
            self.up.send(FORBIDDEN)
            self.up.close()
            self.down.close()
        else:
            self.reset()

    def reset(self) -> None:
        for end in (self.up, self.down):
            if end.transport is not None and not end.transport.is_closing():
                plug = end.transport.get_extra_info("socket")
                if plug is not None and plug.family in (socket.AF_INET, socket.AF_INET6):
                    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.transport.abort()
        self.proxy.links.discard(self)

    @property
    def over(self) -> bool:
        return all(end.transport is None or end.transport.is_closing() for end in (self.up, self.down))


class Proxy:
    """Listens in the place of `target`."""

    def __init__(self, target: Address, filter_down: Callable[[], Filter] | None = None) -> None:
        self.target, self.filter_down = target, filter_down
        self.fault = HEALTHY
        self.links: set[Link] = set()
        self.server: asyncio.Server | None = None

    async def listen(self, place: Address) -> Proxy:
        loop = asyncio.get_running_loop()
        if isinstance(place, Path):
            place.unlink(missing_ok=True)
            self.server = await loop.create_unix_server(lambda: Link(self).up, str(place))
        else:
            self.server = await loop.create_server(lambda: Link(self).up, *place)
        return self

    def turn(self, fault: Fault) -> None:
        """From now on; what was held before is let go, what was spoiled is reset."""
        self.fault = fault
        self.links = {link for link in self.links if not link.over}
        for link in tuple(self.links):
            if link.spoiled and not link.stranded and link.fault == HEALTHY:
                link.reset()
                continue
            link.up.release()
            link.down.release()

    def heal(self) -> None:
        self.turn(HEALTHY)

    def reset(self, share: float = 1.0) -> None:
        """RST on existing connections."""
        for link in tuple(self.links):
            if random.random() < share:
                link.reset()

    def strand(self, share: float = 1.0) -> None:
        """Existing connections become half-open: both ends stand, nothing ever arrives, nobody is told."""
        for link in self.links:
            if random.random() < share:
                link.stranded = True

    def close(self) -> None:
        if self.server is not None:
            self.server.close()
        for link in tuple(self.links):
            link.reset()
