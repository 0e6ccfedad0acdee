"""What happens to Postgres: nothing is acknowledged that is not stored, and nothing is stored twice."""

from __future__ import annotations

import asyncio
import random
import signal
import time

import pytest

from tests.faults.house import House
from tests.faults.proxy import Fault
from tests.faults.talk import Talk

pytestmark = [pytest.mark.faults, pytest.mark.asyncio(loop_scope="session")]

CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'parley_app';"


async def test_restarted_at_once(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """22: SIGQUIT is Postgres' immediate stop: it recovers from its log, the clients say again what was not answered."""
    texts = [f"before and after {i}" for i in range(40)]
    talk.ask(*texts)
    begun = time.monotonic()
    await house.again("postgres", signal.SIGQUIT)
    back = time.monotonic()
    await talk.all_sent()
    await talk.is_whole(texts)
    with capsys.disabled():
        print(f"\n  Postgres was away for {back - begun:.1f} s; all sent {time.monotonic() - back:.1f} s later")


async def test_connections_cut(house: House, talk: Talk) -> None:
    """23: each time all connections of all processes."""
    texts: list[str] = []
    for strike in range(5):
        more = [f"cut {strike}/{i}" for i in range(10)]
        talk.ask(*more)
        talk.answer(*(f"re {one}" for one in more))
        texts += [*more, *(f"re {one}" for one in more)]
        await house.sql(CUT)
        await asyncio.sleep(0.1)
    await talk.all_sent()
    await talk.is_whole(texts)


async def test_connections_exhausted(house: House, talk: Talk) -> None:
    """23: nobody gets a connection any more: whoever writes is told to come again, and does."""
    try:
        await house.sql("ALTER ROLE parley_app CONNECTION LIMIT 0;")
        await house.sql(CUT)
        talk.ask("is there room?")
        await asyncio.sleep(1.0)
        assert talk.tab.waiting == 1, "it is not acknowledged while nobody can store it"
    finally:
        await house.sql("ALTER ROLE parley_app CONNECTION LIMIT -1;")
    await talk.all_sent()
    await talk.is_whole(["is there room?"])


async def test_nobody_knows_whether_it_was_committed(house: House, talk: Talk) -> None:
    """27: the statement arrives and is done, its answer never comes back: said again, it is found by its client_id."""
    luck, texts = random.Random(27), list[str]()
    for strike in range(6):
        for proxy in house.to_postgres:
            proxy.turn(Fault(swallow_down=True))
        more = [f"unknown {strike}/{i}" for i in range(5)]
        talk.ask(*more)
        talk.answer(*(f"re {one}" for one in more))
        texts += [*more, *(f"re {one}" for one in more)]
        await asyncio.sleep(luck.uniform(0.05, 0.5))
        house.calm()
        await asyncio.sleep(luck.uniform(0.0, 0.2))
    await talk.all_sent()
    await talk.is_whole(texts)


async def test_a_slow_line_to_the_database(house: House, talk: Talk) -> None:
    """AVL4: the database is far away for a while."""
    for proxy in house.to_postgres:
        proxy.turn(Fault(delay_s=0.05, jitter_s=0.2))
    texts = [f"far {i}" for i in range(10)]
    talk.ask(*texts)
    await talk.all_sent()
    house.calm()
    await talk.is_whole(texts)


async def test_a_black_hole_before_one_process(house: House, talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    """AVL4: one web process hears nothing from the database: who sits there gets away to the other."""
    house.to_postgres[0].turn(Fault(hold_down=True))
    begun = time.monotonic()
    texts = [f"hole {i}" for i in range(5)]
    talk.ask(*texts)
    talk.answer("re hole")
    await talk.all_sent()
    took = time.monotonic() - begun
    house.calm()
    await talk.is_whole([*texts, "re hole"])
    with capsys.disabled():
        print(f"\n  one process without database: everything acknowledged after {took:.1f} s")
