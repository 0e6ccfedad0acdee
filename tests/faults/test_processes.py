"""What happens to our own processes: killed, stopped, crowded, started in any order."""

from __future__ import annotations

import asyncio
import itertools
import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.client.carriers import Lost, Refused, Socket
from tests.faults.client.http import ask_http
from tests.faults.house import WEBS, House, housed
from tests.faults.talk import Talk, comes_true, screen_of

pytestmark = [pytest.mark.faults, pytest.mark.asyncio(loop_scope="session")]

CROWD = 100
ORDERS = 3  # of the 24, chosen by a seed
PARTS = ("postgres", "valkey", "web0", "worker")
PAGE = {"url": "https://acme.example/", "title": "", "referrer": ""}


async def test_killed_again_and_again(house: House, talk: Talk) -> None:
    """11: kill -9 of one web process after the other while both sides write: whoever sat there goes on elsewhere."""
    texts: list[str] = []
    for strike in range(4):
        more = [f"kill {strike}/{i}" for i in range(10)]
        talk.ask(*more)
        talk.answer(*(f"re {one}" for one in more))
        texts += [*more, *(f"re {one}" for one in more)]
        await house.again(f"web{strike % WEBS}")
    await talk.all_sent()
    await talk.is_whole(texts)


async def test_stopped_and_continued(house: House, talk: Talk) -> None:
    """12: everybody leaves a process that stands still; what it does when it wakes up is done already, and done once."""
    texts = [f"stale {i}" for i in range(10)]
    talk.ask(*texts)
    for number in range(WEBS):
        house.signal(f"web{number}", signal.SIGSTOP)
    talk.ask("into the dark")
    talk.answer("me too")
    await asyncio.sleep(0.5)
    house.front[0].reset()  # what they said there is still to be read by a process that sleeps
    house.front[1].reset()
    house.signal("web1", signal.SIGCONT)
    try:
        await talk.all_sent()
    finally:
        house.signal("web0", signal.SIGCONT)
    await talk.is_whole([*texts, "into the dark", "me too"])


async def test_everybody_comes_at_once(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """15: a crowd is cut off in one moment and comes back; pages are answered meanwhile."""
    crowd = Crowd(house)
    await crowd.enter()
    for front in house.front:
        front.reset()
    begun = time.monotonic()
    waits = [await crowd.page() for _ in range(3)]
    await crowd.enter()
    took = time.monotonic() - begun
    await crowd.leave()
    with capsys.disabled():
        print(f"\n  {CROWD} sockets came back in {took:.1f} s; pages meanwhile took {max(waits):.2f} s at most")


class Crowd:
    """Visitors who say hello, and again until they are let in."""

    def __init__(self, house: House) -> None:
        self.house, self.luck = house, random.Random(15)
        self.sockets: list[Socket] = []

    async def enter(self) -> None:
        async with asyncio.timeout(60):
            self.sockets = await asyncio.gather(*(self.one() for _ in range(CROWD)))

    async def one(self) -> Socket:
        for failures in itertools.count():
            try:
                url = f"ws://{self.luck.choice(self.house.addresses)}/ws/widget/"
                socket = await Socket.open(url, {}, lambda push, raw: None)
                hello = {"v": 1, "project": self.house.customers[1]["project_key"], "token": None}
                await socket.ask("hello", **hello, conversation=None, page=PAGE, after=None)
                return socket
            except (Lost, Refused) as error:
                wait_s = self.luck.random() * min(4.0, 0.25 * 2**failures)
                await asyncio.sleep(wait_s if error.retry_ms is None else error.retry_ms / 1000)
        raise AssertionError

    async def page(self) -> float:
        begun = time.monotonic()
        headers = {"Authorization": f"Bearer {self.house.customers[1]['operators'][0]['key']}"}
        status, _, _ = await ask_http(self.luck.choice(self.house.addresses), "GET", "/api/v1/projects", headers, None, 30.0)
        assert status == 200
        return time.monotonic() - begun

    async def leave(self) -> None:
        for socket in self.sockets:
            socket.close()


async def test_started_in_any_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """44: whatever the machine starts first, with something that starts again what has ended, it comes up by itself."""
    orders = random.Random(44).sample(list(itertools.permutations(PARTS)), ORDERS)
    took = []
    async with housed(tmp_path / "logs") as house:
        for order in orders:
            for part in PARTS:
                await house.end(part, signal.SIGQUIT if part == "postgres" else signal.SIGKILL)
            begun = time.monotonic()
            for part in order:
                house.spawn(part)
                await asyncio.sleep(0.3)
            await house.comes_up(PARTS)
            took.append(time.monotonic() - begun)
    with capsys.disabled():
        print(f"\n  up after {', '.join(f'{seconds:.1f} s' for seconds in took)}")


async def test_everybody_changes_everything(house: House, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """39: assign, close and reopen from all sides at once: one winner, and timeline, row, audit and every screen agree."""
    from tests.faults.check.delivery import numbers_have_no_gaps
    from tests.faults.check.state import counts_add_up
    from tests.faults.client.meddler import change

    monkeypatch.setattr("tests.faults.client.meddler.WITHIN_S", 60.0)  # all are done before what is stored is read
    luck = random.Random(39)
    changes = [change(house.customers[0], talk.conversation, luck.choice(house.addresses), talk.tab.journal, luck) for _ in range(50)]
    talk.ask(*(f"meanwhile {i}" for i in range(10)))
    await asyncio.gather(*changes)
    await talk.all_sent()
    stored = await talk.stored()
    talks = {stored.id: stored}
    assert [*counts_add_up(talks), *numbers_have_no_gaps(talks)] == []
    feed = talk.operator.feeds[talk.conversation]
    await comes_true(lambda: (feed.state()["status"], feed.state()["assignee"]) == (stored.status, stored.assignee), "the operator sees it")
    assert not screen_of(talk.tab).failed


async def test_an_older_client_and_a_newer_one(house: House) -> None:
    """14: a newer client's frames are answered one by one, and its fields taken or left; it goes on as before."""
    socket = await Socket.open(f"ws://{house.addresses[0]}/ws/widget/", {}, lambda push, raw: None)
    hello = {"v": 1, "project": house.customers[0]["project_key"], "token": None, "conversation": None, "page": PAGE, "after": None}
    said = await socket.ask("hello", **hello, mood="curious")
    assert said["token"]
    with pytest.raises(Refused) as refused:
        await socket.ask("frame_of_next_year", text="?")
    assert refused.value.code == "unknown_type"
    sent = await socket.ask("send", client_id="6ff0d7b6-1c1c-4ad4-8c6b-14a1a1a1a114", text="from the future", reactions=["+1"])
    assert sent["number"] == 1
    socket.close()
