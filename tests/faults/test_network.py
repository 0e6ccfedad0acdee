"""What the network between clients and web does: sent once, shown once, whatever arrives or does not."""

from __future__ import annotations

import asyncio
import random
import time

import pytest

from tests.faults.house import House
from tests.faults.proxy import Fault
from tests.faults.talk import Talk, comes_true, screen_of

pytestmark = [pytest.mark.faults, pytest.mark.asyncio(loop_scope="session")]

CUTS = 20
SILENT = Fault(swallow_up=True, swallow_down=True)


async def test_cut_at_random_bytes(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """1: while both sides write, connections are torn somewhere in what they carry."""
    luck, texts = random.Random(1), [f"cut {number}" for number in range(CUTS)]
    for text in texts:
        for front in house.front:
            front.turn(Fault(cut_after=max(link.seen for link in front.links) + luck.randrange(1, 700) if front.links else 1))
        talk.ask(text)
        talk.answer(f"re {text}")
        await asyncio.sleep(0.1 + luck.random() * 0.1)
        house.calm()
    await talk.all_sent()
    await talk.is_whole([*texts, *(f"re {text}" for text in texts)])
    told = [len(screen_of(person).connects) for person in talk.people]
    assert sum(told) > len(told), "connections were lost"
    with capsys.disabled():
        print(f"\n  {CUTS} cuts: connections {told}")


async def test_offline_for_a_while(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """1: nothing comes through in either direction; then everything has to be there."""
    for front in house.front:
        front.turn(SILENT)
    talk.ask("while offline")
    talk.answer("me too")
    await comes_true(lambda: all(link.spoiled for front in house.front for link in front.links if link.up.transport), "bytes were lost")
    house.calm()
    took = await talk.everybody_shows(["while offline", "me too"])
    await talk.is_whole(["while offline", "me too"])
    with capsys.disabled():
        print(f"\n  everybody caught up {took:.2f} s after the net was back")


async def test_the_answer_is_lost(house: House, talk: Talk) -> None:
    """2: the message is stored, its answer never comes; said again, it gets the number that it has."""
    for front in house.front:
        front.turn(Fault(swallow_down=True))
    talk.ask("did you get that?")
    number = 0
    for _ in range(500):
        stored = [row for row in (await talk.stored()).rows if row.text == "did you get that?"]
        if stored:
            number = stored[0].public_number or 0
            break
    assert number and talk.tab.waiting == 1, "stored, and its sender does not know"
    house.calm()
    await talk.all_sent()
    assert screen_of(talk.tab).acked["did you get that?"] == number
    await talk.is_whole(["did you get that?"])


async def test_half_open_sockets_are_found(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """3: the client finds out by a frame without an answer, and comes again."""
    for front in house.front:
        front.strand()
    begun = time.monotonic()
    talk.ask("anybody there?")
    await talk.all_sent()
    await talk.is_whole(["anybody there?"])
    with capsys.disabled():
        print(f"\n  half-open sockets were left behind after {time.monotonic() - begun:.1f} s")


async def test_sockets_are_refused(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """9: a proxy on the way knows no websockets: the HTTP doors carry the same talk, and a socket is taken when it can be."""
    for front in house.front:
        front.turn(Fault(refuse_upgrade="403"))
        front.reset()
    begun = time.monotonic()
    await comes_true(lambda: all(screen_of(person).connects[-1] == "poll" for person in talk.people), "everybody polls")
    fell_back = time.monotonic() - begun
    texts = [f"by post {number}" for number in range(10)]
    talk.ask(*texts)
    talk.answer("re by post")
    took = await talk.everybody_shows([*texts, "re by post"])
    house.calm()
    await comes_true(lambda: all(screen_of(person).connects[-1] == "socket" for person in talk.people), "everybody has a socket again")
    await talk.is_whole([*texts, "re by post"])
    with capsys.disabled():
        print(f"\n  without sockets: fell back in {fell_back:.1f} s, twelve messages shown in {took:.2f} s")


async def test_one_way_and_slow(house: House, talk: Talk) -> None:
    """One direction waits, then both are slow and jittery: late is not lost."""
    house.front[0].turn(Fault(hold_up=True))
    house.front[1].turn(Fault(hold_down=True))
    talk.ask("uphill")
    talk.answer("downhill")
    await asyncio.sleep(0.5)
    for front in house.front:
        front.turn(Fault(delay_s=0.05, jitter_s=0.2, bytes_per_s=20_000))
    talk.ask("slowly")
    await talk.all_sent()
    await talk.is_whole(["uphill", "downhill", "slowly"])
