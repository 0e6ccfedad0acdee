"""Notices who keeps the event loop from turning, and says what it was doing. For development and tests.

A thread looks at the loop's pulse. It counts its own looks and not the time, so that a machine without a moment for any of us
is not taken for somebody who holds the loop.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import sys
import threading
import time
import traceback
from asyncio import runners

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.025
BLOCKED_LOOKS = 4  # without a beat between them: the loop has stood still for 100 ms
FRAMES = 6  # of the stack: who called whom at its end


class Watch:
    """Beats on the loop, and watches the beat from a thread of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.beats = itertools.count()
        self.beat_no = 0
        self.thread = threading.get_ident()
        self.beat()
        threading.Thread(target=self.look, daemon=True, name="blocked").start()

    def beat(self) -> None:
        self.beat_no = next(self.beats)
        self.loop.call_later(LOOK_EVERY_S, self.beat)

    def look(self) -> None:
        """Look for ever; say it once when the loop has stood still, with the stack of that moment, and how long it was in the end."""
        while True:
            seen, looks, began, stack = self.beat_no, 0, time.monotonic(), ""
            while self.beat_no == seen:
                time.sleep(LOOK_EVERY_S)
                looks += 1
                if looks == BLOCKED_LOOKS:
                    stack = self.stack()
            if stack:
                took_ms = round((time.monotonic() - began) * 1000)
                logger.warning("loop.blocked", extra={"ms": took_ms, "stack": stack})

    def stack(self) -> str:
        """What the loop's thread is doing; nothing when it is in the loop itself, and only waits for its turn."""
        frame = sys._current_frames()[self.thread]
        if frame.f_code.co_filename == runners.__file__:
            return ""
        return "".join(traceback.format_stack(frame)[-FRAMES:])
