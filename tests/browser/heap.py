"""What a tab holds in memory once the garbage is gone."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

ROUNDS = 3  # what a finalizer lets go of is garbage of the next one


@dataclass(frozen=True)
class Held:
    """Bytes of JavaScript, and how many nodes and listeners."""

    heap: int
    nodes: int
    listeners: int

    def __str__(self) -> str:
        return f"{self.heap / 1e6:.2f} MB, {self.nodes} nodes, {self.listeners} listeners"


def held_by(page: Page) -> Held:
    session = page.context.new_cdp_session(page)
    try:
        for _ in range(ROUNDS):
            session.send("HeapProfiler.collectGarbage")
        return _read(session)
    finally:
        session.detach()


def _read(session: CDPSession) -> Held:
    counted = session.send("Memory.getDOMCounters")
    return Held(int(session.send("Runtime.getHeapUsage")["usedSize"]), counted["nodes"], counted["jsEventListeners"])
