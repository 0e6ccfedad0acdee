"""What Chromium itself writes down while somebody works: when a press came in, and when a frame with its answer went out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import CDPSession, Page

CATEGORIES = ("devtools.timeline", "blink.user_timing")
CHUNK = 1 << 20
SOON_S = 30.0

Event = dict[str, Any]


@contextmanager
def traced(page: Page, *more: str) -> Iterator[list[Event]]:
    """Record while the block runs, `more` categories too; the list is filled, in order of time, once it has ended."""
    session, events = page.context.new_cdp_session(page), list[Event]()
    session.send("Tracing.start", {"transferMode": "ReturnAsStream", "traceConfig": {"includedCategories": [*CATEGORIES, *more]}})
    ended: list[str] = []
    session.on("Tracing.tracingComplete", lambda told: ended.append(told["stream"]))
    try:
        yield events
    finally:
        session.send("Tracing.end")
        until = time.monotonic() + SOON_S
        while not ended and time.monotonic() < until:
            page.wait_for_timeout(20)
        events += sorted(json.loads(_read(session, ended[0]))["traceEvents"], key=lambda event: event.get("ts", 0))
        session.detach()


def _read(session: CDPSession, stream: str) -> str:
    parts: list[str] = []
    while True:
        told = session.send("IO.read", {"handle": stream, "size": CHUNK})
        parts.append(told["data"])
        if told["eof"]:
            return "".join(parts)


def presses(events: list[Event], kind: str) -> list[float]:
    """When events of this kind came in, in microseconds of the trace."""
    return [one["ts"] for one in events if one["name"] == "EventDispatch" and one.get("args", {}).get("data", {}).get("type") == kind]


def mark(events: list[Event], name: str, after: float) -> float | None:
    """When the page first said so (`performance.mark`)."""
    return next((one["ts"] for one in events if one["name"] == name and "blink.user_timing" in one["cat"] and one["ts"] >= after), None)


def frame(events: list[Event], after: float) -> float | None:
    """When the next frame was on the screen."""
    return next((one["ts"] for one in events if one["name"] == "AnimationFrame::Presentation" and one["ts"] >= after), None)
