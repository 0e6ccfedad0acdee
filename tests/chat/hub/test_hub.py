"""The hub against a real Redis: who joins hears, whatever happens at that moment."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
import redis.asyncio
import uvloop
from channels.layers import get_channel_layer
from channels_redis.utils import decode_hosts
from django.conf import settings
from pytest_django import DjangoDbBlocker

from accounts.models import Project
from chat import groups, tail
from chat.hub.shard import Shard
from chat.hub.transport import LoopHub, Shards, hub
from chat.hub.wire import Wire

WITHIN_S = 10.0
NOBODYS = 2**40  # the id of a project that is not there


async def until(true: Callable[[], object]) -> None:
    """Wait for a state."""
    async with asyncio.timeout(WITHIN_S):
        while not true():  # noqa: ASYNC110  (what is waited for happens in Redis)
            await asyncio.sleep(0.01)


def ends_with(heard: list[str], text: str) -> bool:
    return heard[-1:] == [text]


@asynccontextmanager
async def opened() -> AsyncIterator[LoopHub]:
    """A hub of this test's loop, connected."""
    made = hub()
    await until(lambda: made.up)
    yield made
    made.second_look.task.cancel()
    if made.tail.task is not None:
        made.tail.task.cancel()
    if isinstance(made.transport, Shards):
        for shard in made.transport.shards:
            shard.task.cancel()
            shard.publisher.forget()
    await asyncio.sleep(0)


@pytest.fixture
async def here() -> AsyncIterator[LoopHub]:
    async with opened() as made:
        yield made


@pytest.fixture
def watched() -> Iterator[str]:
    """The operators' group of a project that sockets of this process belong to."""
    tail.watch(Project(pk=NOBODYS))
    yield groups.operators(NOBODYS)
    tail._watched.pop(NOBODYS)


@pytest.fixture
async def server() -> AsyncIterator[redis.asyncio.Redis]:
    async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.fixture
def group() -> str:
    return f"t.{uuid.uuid4().hex}"


def shard_of(here: LoopHub) -> Shard:
    assert isinstance(here.transport, Shards)
    return here.transport.shards[0]


class TestWire:
    async def test_what_it_takes_from_redis_py_is_there(self) -> None:
        """`_reader` and `_writer` are not public: the day they are called otherwise is noticed here."""
        wire = await Wire.open(decode_hosts(settings.DOORBELL_URLS)[0])
        wire.write(("ECHO", "a" * 300_000), ("PING",), ("ECHO", "ü😀"))
        replies: list[object] = []
        while len(replies) < 3:
            replies += await wire.read()
        assert replies == ["a" * 300_000, "PONG", "ü😀"]
        wire.close()
        with pytest.raises(ConnectionError, match="closed"):
            wire.write(("PING",))
        with pytest.raises(ConnectionError, match="closed"):
            await wire.read()


class TestGroups:
    async def test_who_has_joined_hears(self, here: LoopHub, group: str) -> None:
        """`attach` returns when Redis has confirmed: nothing published after it is missed."""
        for round_no in range(50):
            heard: list[str] = []
            assert await here.attach(f"{group}.{round_no}", heard.append)
            here.publish(f"{group}.{round_no}", "now")
            await until(partial(ends_with, heard, "now"))

    async def test_each_text_once_and_in_order(self, here: LoopHub, group: str) -> None:
        heard: list[str] = []
        await here.attach(group, heard.append)
        await here.attach(group, heard.append)
        texts = [str(n) for n in range(3000)]
        for text in texts:
            here.publish(group, text)
        await until(lambda: len(heard) >= len(texts))
        assert heard == texts

    async def test_who_has_left_hears_nothing_and_nobody_is_subscribed(
        self, here: LoopHub, group: str, server: redis.asyncio.Redis
    ) -> None:
        heard: list[str] = []
        await here.attach(group, heard.append)
        here.detach(group, heard.append)
        assert group not in here.names()
        channel = f"parley:group:{group}"
        async with asyncio.timeout(WITHIN_S):
            while (await server.pubsub_numsub(channel))[0][1]:
                pass
        here.publish(group, "gone")
        marker: list[str] = []
        await here.attach(f"{group}.after", marker.append)
        here.publish(f"{group}.after", "!")
        await until(lambda: marker)
        assert heard == []

    async def test_leave_and_come_back_while_redis_is_being_told(self, here: LoopHub, group: str) -> None:
        """The last leave while a join is pending: an old confirmation must not count for the new subscription."""
        heard: list[str] = []
        for turn in range(100):
            first = asyncio.ensure_future(here.attach(group, heard.append))
            await asyncio.sleep(0)
            here.detach(group, heard.append)
            assert await here.attach(group, heard.append)
            here.publish(group, str(turn))
            await until(partial(ends_with, heard, str(turn)))
            here.detach(group, heard.append)
            await first

    async def test_two_shards_share_the_groups(self, group: str) -> None:
        made = LoopHub(lambda loop_hub: Shards(loop_hub, decode_hosts(settings.DOORBELL_URLS * 2)))
        heard: dict[str, list[str]] = {f"{group}.{n}": [] for n in range(20)}
        for name, texts in heard.items():
            await made.attach(name, texts.append)
            made.publish(name, name)
        await until(lambda: all(texts == [name] for name, texts in heard.items()))
        assert isinstance(made.transport, Shards)
        spread = [len(shard.confirmed) for shard in made.transport.shards]
        assert min(spread) > 1, spread
        made.second_look.task.cancel()
        for shard in made.transport.shards:
            shard.task.cancel()
            shard.publisher.forget()


@pytest.mark.faults
class TestLosses:
    async def test_a_lost_subscription_is_made_again_and_everybody_told(self, here: LoopHub, group: str) -> None:
        heard: list[str] = []
        await here.attach(group, heard.append)
        shard_of(here).give_up()
        await until(lambda: not here.up)
        await until(lambda: here.up)
        assert heard == ['{"type":"resync"}']
        here.publish(group, "again")
        await until(lambda: heard[-1] == "again")

    async def test_join_while_redis_is_away(self, here: LoopHub, group: str) -> None:
        """It says so, soon, and hears again as soon as Redis is back."""
        shard = shard_of(here)
        good, shard.host = shard.host, {"address": "unix:///nowhere/redis.sock"}
        shard.give_up()
        await until(lambda: not here.up)
        heard: list[str] = []
        assert not await here.attach(group, heard.append)
        shard.host = good
        await until(lambda: here.up)
        here.publish(group, "back")
        await until(lambda: "back" in heard)

    async def test_a_dead_publisher_is_replaced_without_a_loss(self, here: LoopHub, group: str, server: redis.asyncio.Redis) -> None:
        heard: list[str] = []
        await here.attach(group, heard.append)
        for turn in range(5):
            here.publish(group, str(turn))
            await until(partial(ends_with, heard, str(turn)))
            await server.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        assert heard == [str(turn) for turn in range(5)]

    async def test_on_uvloop_too(self, group: str) -> None:
        """Its transports raise what asyncio's only warn of: nobody who comes or goes at that moment may hear of it."""

        async def lose_and_find() -> list[str]:
            made, heard = LoopHub(lambda loop_hub: Shards(loop_hub, decode_hosts(settings.DOORBELL_URLS))), list[str]()
            await made.attach(group, heard.append)
            made.publish(group, "before")
            await until(partial(ends_with, heard, "before"))
            shard = shard_of(made)
            assert shard.publisher.wire is not None
            shard.publisher.wire.close()
            shard.give_up()
            made.detach(f"{group}.none", heard.append)
            await made.attach(f"{group}.more", heard.append)
            made.detach(f"{group}.more", heard.append)
            made.publish(group, "while")
            await until(lambda: made.up)
            made.publish(group, "after")
            await until(partial(ends_with, heard, "after"))
            made.second_look.task.cancel()
            shard.task.cancel()
            shard.publisher.forget()
            return heard

        def in_uvloop() -> list[str]:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(lose_and_find())

        assert (await asyncio.to_thread(in_uvloop))[-1] == "after"

    async def test_publishing_never_waits_and_never_raises(self, here: LoopHub, group: str) -> None:
        publisher = shard_of(here).publisher
        good, publisher.host = publisher.host, {"address": "unix:///nowhere/redis.sock"}
        for n in range(20_000):
            here.publish(group, str(n))
        await until(lambda: publisher.task is None)
        publisher.host, publisher.silent_until = good, 0.0


@pytest.mark.usefixtures("django_db_setup")
class TestSecondLook:
    async def test_whoever_comes_to_a_new_process_waits_for_its_place(self, django_db_blocker: DjangoDbBlocker, watched: str) -> None:
        with django_db_blocker.unblock():
            async with opened() as made:
                heard: list[str] = []
                assert await made.attach(watched, heard.append)
                assert made.second_look.place is not None
                assert heard == []

    async def test_where_the_first_look_fails_they_read_again(self, django_db_blocker: DjangoDbBlocker, watched: str) -> None:
        """What was stored between their hello and the place is judged by nobody: a push of it may be lost."""
        async with opened() as made:
            heard: list[str] = []
            assert await made.attach(watched, heard.append)
            assert made.second_look.place is None
            with django_db_blocker.unblock():
                await until(lambda: made.second_look.place is not None)
            await until(lambda: heard == ['{"type":"resync"}'])


class TestOtherPeoplesCode:
    async def test_the_channel_layers_interface(self, here: LoopHub) -> None:
        """What Channels says of a layer: send and receive, groups, and nothing for who has left."""
        layer = get_channel_layer()
        assert layer is not None
        one, other = await layer.new_channel(), await layer.new_channel()
        await layer.send(one, {"type": "a", "n": 1})
        assert await layer.receive(one) == {"type": "a", "n": 1}
        for channel in (one, one, other):
            await layer.group_add("people", channel)
        await layer.group_send("people", {"type": "b"})
        assert [await layer.receive(one), await layer.receive(other)] == [{"type": "b"}] * 2
        await layer.group_discard("people", other)
        await layer.group_send("people", {"type": "c"})
        await layer.send(other, {"type": "d"})
        assert [await layer.receive(one), await layer.receive(other)] == [{"type": "c"}, {"type": "d"}]


def test_the_numbers_in_a_text_are_where_the_second_look_expects_them() -> None:
    """It reads conversation and number by their places, so these are what `live.text_of` makes."""
    from chat.live import text_of
    from chat.second_look import Heard

    heard, ids = Heard(), [str(uuid.uuid4()) for _ in range(2)]
    for number, one in itertools.product((7, 8), ids):
        shape = {"conversation": one, "number": number, "kind": "text", "text": "x"}
        heard.note("p.1", text_of({"type": "message", "conversation": one, "message": shape}))
    heard.note("p.1", text_of({"type": "conversation", "conversation": {"id": ids[0], "status": "open"}}))
    assert all(heard.has("p.1", one, 8) and not heard.has("p.1", one, 9) and not heard.has("v.1", one, 1) for one in ids)
    assert heard.has_shape("p.1", ids[0]) and not heard.has_shape("p.1", ids[1])
