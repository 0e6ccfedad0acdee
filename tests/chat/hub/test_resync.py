"""Who missed something is told to read again: each once, and a crowd at a pace."""

from __future__ import annotations

from functools import partial

from chat.hub.resync import RESYNC, Resyncs


async def test_everybody_is_told_once_however_often_it_was_due() -> None:
    told: list[tuple[int, str]] = []

    def hear(number: int, text: str) -> None:
        told.append((number, text))

    sinks, resyncs = [partial(hear, number) for number in range(30)], Resyncs()
    resyncs.tell(sinks)
    resyncs.tell(sinks[10:])
    assert resyncs.task is not None
    await resyncs.task
    assert sorted(told) == [(number, RESYNC) for number in range(30)]
    resyncs.tell(sinks[:1])
    await resyncs.task
    assert told[30:] == [(0, RESYNC)]
