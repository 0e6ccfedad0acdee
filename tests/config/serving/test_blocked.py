"""Fault 38: who keeps the event loop from turning is noticed, and named."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from config.serving.blocked import Watch
from tests.launcher.waiting import wait_for


def hold_the_loop() -> None:
    time.sleep(0.5)


class TestBlocked:
    async def test_a_call_that_waits_is_named(self, caplog: pytest.LogCaptureFixture) -> None:
        Watch(asyncio.get_running_loop())
        await asyncio.sleep(0)
        with caplog.at_level(logging.WARNING, "config.serving.blocked"):
            hold_the_loop()
            await asyncio.to_thread(wait_for, lambda: caplog.records, "the watch to speak")
        said = caplog.records[0]
        assert said.getMessage() == "loop.blocked" and vars(said)["ms"] >= 400
        assert "hold_the_loop" in vars(said)["stack"]

    async def test_a_loop_that_only_waits_is_not_blocked(self, caplog: pytest.LogCaptureFixture) -> None:
        watch = Watch(asyncio.get_running_loop())
        beats = watch.beat_no + 20
        await asyncio.to_thread(wait_for, lambda: watch.beat_no >= beats, "twenty beats")
        assert not caplog.records
