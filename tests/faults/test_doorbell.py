"""What happens to Redis: late is allowed, lost is not, and no message waits for a doorbell."""

from __future__ import annotations

import asyncio
import signal
import time

import pytest

from tests.faults.house import House
from tests.faults.proxy import Fault
from tests.faults.talk import Talk, screen_of

pytestmark = [pytest.mark.faults, pytest.mark.asyncio(loop_scope="session")]

LINES = 15


async def exchange(talk: Talk, name: str) -> list[str]:
    """Both sides write; what they wrote."""
    asked, answered = [f"{name} {i}" for i in range(LINES)], [f"re {name} {i}" for i in range(LINES)]
    talk.ask(*asked)
    talk.answer(*answered)
    return asked + answered


async def test_paused(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """17: Redis answers nobody for a while: messages are accepted meanwhile, and no socket dies."""
    await house.ask_valkey("CLIENT PAUSE 60000 ALL")
    begun = time.monotonic()
    texts = await exchange(talk, "paused")
    await talk.all_sent()
    accepted = time.monotonic() - begun
    shown = await talk.everybody_shows(texts)
    # The pause is Valkey's own: only another process can end it, and none gets in.
    await house.again("valkey")
    await talk.is_whole(texts)
    with capsys.disabled():
        print(f"\n  Redis paused: {len(texts)} messages accepted in {accepted:.2f} s, on all screens {shown:.2f} s later")


async def test_frozen(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """17: the same by SIGSTOP, then it goes on with what it had."""
    house.signal("valkey", signal.SIGSTOP)
    try:
        begun = time.monotonic()
        texts = await exchange(talk, "frozen")
        await talk.all_sent()
        accepted = time.monotonic() - begun
        shown = await talk.everybody_shows(texts)
    finally:
        house.signal("valkey", signal.SIGCONT)
    texts += await exchange(talk, "thawed")
    await talk.is_whole(texts)
    with capsys.disabled():
        print(f"\n  Redis frozen: accepted in {accepted:.2f} s, on all screens {shown:.2f} s later")


async def test_empty_after_a_crash(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """16: killed and started empty: chat goes on without it, no session is lost, and pushes come back."""
    connects = [len(screen_of(person).connects) for person in talk.people]
    await house.end("valkey")
    texts = await exchange(talk, "without")
    await talk.everybody_shows(texts)
    await house.start("valkey")
    texts += await exchange(talk, "with")
    took = await talk.everybody_shows(texts)
    await talk.is_whole(texts)
    assert [len(screen_of(person).connects) for person in talk.people] == connects, "no socket died"
    with capsys.disabled():
        print(f"\n  Redis back and empty: on all screens in {took:.2f} s")


async def test_subscriptions_cut_each_second(house: House, talk: Talk) -> None:
    """18: resubscribed each time, and what fell between is asked for."""
    texts: list[str] = []
    for strike in range(4):
        texts += await exchange(talk, f"cut {strike}")
        await house.ask_valkey("CLIENT KILL TYPE pubsub")
        await asyncio.sleep(0.5)
    await talk.is_whole(texts)


async def test_full(house: House, talk: Talk) -> None:
    """19: Redis takes nothing more: everything is accepted, stored and shown all the same."""
    answer = await house.ask_valkey("CONFIG SET maxmemory-policy noeviction", "CONFIG SET maxmemory 1", "SET probe 1")
    assert answer.startswith("-OOM"), "it is full"
    try:
        texts = await exchange(talk, "full")
        await talk.is_whole(texts)
    finally:
        await house.ask_valkey("CONFIG SET maxmemory 0")


async def test_hints_lost_doubled_and_late(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """20: a third of them never comes, a fifth twice, a fifth after the next one: the screen is right all the same."""
    for one in house.mischief:
        one.lost, one.doubled, one.late = 0.3, 0.2, 0.2
    texts: list[str] = []
    for turn in range(10):  # a hint can be for many lines, and a few hints can all be lucky
        texts += await exchange(talk, f"maybe {turn}")
        await talk.all_sent()
        took = await talk.everybody_shows(texts)
        if any(one.touched for one in house.mischief):
            break
    assert any(one.touched for one in house.mischief), "hints did suffer"
    house.calm()
    await talk.is_whole(texts)
    with capsys.disabled():
        print(f"\n  hints lost, doubled and late: every screen was right {took:.2f} s after the last acknowledgement")


async def test_the_last_hint_is_lost(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """20: nothing comes after it that could show the gap."""
    for one in house.mischief:
        one.lost = 1.0
    talk.ask("the last word")
    await talk.all_sent()
    took = await talk.everybody_shows(["the last word"])
    house.calm()
    await talk.is_whole(["the last word"])
    with capsys.disabled():
        print(f"\n  the last hint was lost: on all screens {took:.2f} s after it was acknowledged")


async def test_one_process_without_redis(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """16: one web process loses Redis, the other does not: whoever sits at the other must not miss what is said here."""
    house.to_valkey[0].turn(Fault(accept_and_drop=True))
    house.to_valkey[0].reset()
    texts = await exchange(talk, "alone")
    await talk.all_sent()
    took = await talk.everybody_shows(texts)
    house.calm()
    house.to_valkey[0].reset()
    texts += await exchange(talk, "together")
    await talk.is_whole(texts)
    with capsys.disabled():
        print(f"\n  one process without Redis: on all screens {took:.2f} s after the last acknowledgement")
