"""Fault 38: who keeps the event loop from turning is noticed, and named."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator

import pytest
import uvloop

from config.serving.blocked import BLOCKED_LOOKS, LOOK_EVERY_S, Watch
from tests.launcher.waiting import wait_for


def hold_the_loop() -> None:
    time.sleep(0.5)


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """The loop that the product runs in: the watch knows one that only waits for its turn by where its thread is."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as running:
        yield running


def said_by(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "config.serving.blocked"]


class TestBlocked:
    def test_a_call_that_waits_is_named(self, runner: asyncio.Runner, caplog: pytest.LogCaptureFixture) -> None:
        async def hold() -> None:
            Watch(asyncio.get_running_loop())
            await asyncio.sleep(0)
            hold_the_loop()
            await asyncio.to_thread(wait_for, lambda: said_by(caplog), "the watch to speak")

        with caplog.at_level(logging.WARNING, "config.serving.blocked"):
            runner.run(hold())
        said = said_by(caplog)[0]
        assert said.getMessage() == "loop.blocked" and vars(said)["ms"] >= BLOCKED_LOOKS * LOOK_EVERY_S * 1000
        assert "hold_the_loop" in vars(said)["stack"]

    def test_a_loop_that_only_waits_is_not_blocked(self, runner: asyncio.Runner, caplog: pytest.LogCaptureFixture) -> None:
        async def wait() -> None:
            watch = Watch(asyncio.get_running_loop())
            beats = watch.beat_no + 20
            await asyncio.to_thread(wait_for, lambda: watch.beat_no >= beats, "twenty beats")

        runner.run(wait())
        assert not said_by(caplog)
