"""A balancer of two ends: one port before several web processes, which sends nobody to one that is not ready."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from launcher.processes import answers_ready

ASK_EVERY_S = 0.2
TRY_FOR_S = 5.0


class Balancer:
    """Knows which of `ports` are ready by asking them, and finds out about the rest when it connects."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.ready: set[int] = set(ports)
        self.turns = itertools.count()
        self.port = 0

    async def look(self, port: int) -> None:
        while True:
            if await asyncio.to_thread(answers_ready, port):
                self.ready.add(port)
            else:
                self.ready.discard(port)
            await asyncio.sleep(ASK_EVERY_S)

    async def reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the next that takes us. Raises OSError when nobody does."""
        until = asyncio.get_running_loop().time() + TRY_FOR_S
        while True:
            likely = sorted(self.ready) or self.ports
            try:
                return await asyncio.open_connection("127.0.0.1", likely[next(self.turns) % len(likely)])
            except OSError:
                if asyncio.get_running_loop().time() > until:
                    raise
                await asyncio.sleep(0.1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(OSError, asyncio.CancelledError):
            there, back = await self.reach()
            with contextlib.closing(back):
                await asyncio.gather(pump(reader, back), pump(there, writer))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything that one side says, to the other; and then its end."""
    with contextlib.suppress(OSError):
        while said := await reader.read(65_536):
            writer.write(said)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def balanced(ports: list[int]) -> AsyncIterator[Balancer]:
    """A balancer before these ports while the block runs."""
    balancer = Balancer(ports)
    server = await asyncio.start_server(balancer.serve, "127.0.0.1", 0)
    balancer.port = server.sockets[0].getsockname()[1]
    looking = [asyncio.create_task(balancer.look(port)) for port in ports]
    try:
        yield balancer
    finally:
        server.close()
        for one in looking:
            one.cancel()
