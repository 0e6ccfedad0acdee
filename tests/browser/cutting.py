"""A link that breaks, between a browser and our server: the fault proxy of `tests/faults` in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.faults.proxy import HEALTHY, Fault, Proxy


class Breaking(Proxy):
    """Resets each connection after so many bytes, so many times; then it is healthy."""

    left = broken = 0

    def __init__(self, target: tuple[str, int]) -> None:
        super().__init__(target)
        self.links = _Counted(self)

    def break_it(self, times: int, after: int) -> None:
        self.left, self.broken = times, 0
        self.turn(Fault(cut_after=after))

    def turn(self, fault: Fault) -> None:
        super().turn(fault)
        self.links = _Counted(self, self.links)


class _Counted(set[Any]):
    """The proxy's links. One that goes after half of what it was given has been broken: two ends of it go, one break is counted."""

    def __init__(self, proxy: Breaking, links: Any = ()) -> None:
        super().__init__(links)
        self.proxy = proxy

    def discard(self, link: Any) -> None:
        fault = self.proxy.fault
        if link in self and fault.cut_after and link.seen > fault.cut_after / 2:
            self.proxy.broken += 1
            self.proxy.left -= 1
            if self.proxy.left == 0:
                self.proxy.fault = HEALTHY
        super().discard(link)


class Link:
    """`port` leads to the server through the proxy."""

    def __init__(self, port: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.proxy = Breaking(("127.0.0.1", port))
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self.proxy.listen(("127.0.0.1", 0)), self.loop).result(10)
        assert self.proxy.server is not None
        self.port: int = self.proxy.server.sockets[0].getsockname()[1]

    def breaks(self, times: int, *, after: int) -> None:
        """From now on it breaks, each time after so many bytes."""
        self.loop.call_soon_threadsafe(self.proxy.break_it, times, after)

    @property
    def broken(self) -> int:
        return self.proxy.broken

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.proxy.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@contextmanager
def link_to(port: int) -> Iterator[Link]:
    link = Link(port)
    try:
        yield link
    finally:
        link.end()
