"""What a tab holds in memory once the garbage is gone."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

from tests.launcher.waiting import wait_for

# What the optimizing compilers keep of the same code depends on how often it ran, and grows for a while: an interpreter keeps none.
INTERPRETED = "--js-flags=--no-opt --no-maglev --no-sparkplug"
ROUNDS = 3  # what a finalizer lets go of is garbage of the next one


@dataclass(frozen=True)
class Held:
    """Bytes of JavaScript, nodes, listeners (the test's own among them), and panels: each has one channel to other tabs."""

    heap: int
    nodes: int
    listeners: int
    panels: int

    def __str__(self) -> str:
        return f"{self.heap / 1e6:.2f} MB, {self.nodes} nodes, {self.listeners} listeners, {self.panels} panels"


def held_by(page: Page) -> Held:
    session = page.context.new_cdp_session(page)
    try:
        for _ in range(ROUNDS):
            session.send("HeapProfiler.collectGarbage")
        return _read(session)
    finally:
        session.detach()


def held_at_rest(page: Page) -> Held:
    """What it holds once it has let go of every panel that was left: a toast or a timer of one may last for some seconds more."""
    wait_for(lambda: held_by(page).panels == 1, "every panel that was left to leave memory")
    return held_by(page)


def _read(session: CDPSession) -> Held:
    counted = session.send("Memory.getDOMCounters")
    heap = int(session.send("Runtime.getHeapUsage")["usedSize"])
    return Held(heap, counted["nodes"], counted["jsEventListeners"], _alive(session, "BroadcastChannel"))


def _alive(session: CDPSession, kind: str) -> int:
    """How many objects of this kind there are."""
    prototype = session.send("Runtime.evaluate", {"expression": f"{kind}.prototype"})["result"]["objectId"]
    found = session.send("Runtime.queryObjects", {"prototypeObjectId": prototype})["objects"]["objectId"]
    counting = {"objectId": found, "functionDeclaration": "function () { return this.length }", "returnByValue": True}
    count: int = session.send("Runtime.callFunctionOn", counting)["result"]["value"]
    return count
