"""The hub: a Channels channel layer that fans out inside the process, over one Redis subscription a group.

`attach(group, sink)` is what our sockets use: a sink is a function that takes the text browsers get. `join` waits until Redis
confirmed the subscription, at most 300 ms; while Redis is away the tail reader (`chat/tail.py`) feeds the sinks from Postgres,
and once it is back every group is subscribed again and every sink is told to resync.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import uuid
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import redis.asyncio
from channels.layers import BaseChannelLayer
from channels_redis.utils import _consistent_hash, create_pool, decode_hosts
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from chat.doorbell import CHANNEL_PREFIX
from chat.tail import TailReader

logger = logging.getLogger(__name__)

JOIN_WITHIN_S = 0.3  # longer, and a visitor waits for a doorbell instead of talking
RETRY_FIRST_S, RETRY_MOST_S = 0.1, 1.0
QUIET_S = 5.0  # this long without a word, and the server is asked whether it is still there
RESYNC = '{"type":"resync"}'
KEEP_OPEN = f"{CHANNEL_PREFIX}hub"  # a subscription needs at least one channel

Sink = Callable[[str], None]


class Shard:
    """One Redis server's subscription connection, for as long as the loop runs."""

    def __init__(self, loop_hub: LoopHub, host: dict[str, Any]) -> None:
        self.loop_hub = loop_hub
        self.host = host
        self.up = False
        self.waiters: dict[str, list[asyncio.Future[None]]] = {}
        self.confirmed: set[str] = set()
        self.pubsub: Any = None
        self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        """Subscribe, listen, and begin again for ever: a shard that stops listening would be silent, not broken."""
        delay, lost = RETRY_FIRST_S, False
        while True:
            try:
                # Without the client's own retries: a loss has to be noticed at once, so that Postgres steps in.
                pool = create_pool({**self.host, "socket_connect_timeout": 1.0, "retry": Retry(NoBackoff(), 0)})
                async with redis.asyncio.Redis(connection_pool=pool) as server:
                    expected = await self.open(server.pubsub())
                    delay = RETRY_FIRST_S
                    await self.listen(expected, after_loss=lost)
            except (RedisError, OSError) as error:
                if self.up or not lost:
                    logger.warning("hub.redis_lost", extra={"reason": type(error).__name__})
                self.up, lost, self.pubsub = False, True, None
                self.confirmed.clear()
                self.loop_hub.tail.start()
                await asyncio.sleep(delay)
                delay = min(delay * 2, RETRY_MOST_S)

    async def open(self, pubsub: Any) -> set[str]:
        """Subscribe everything there is; the channels whose confirmation is still to come.

        Nobody else may write before the first command has made the connection, so `self.pubsub` is set only then; groups
        that were joined meanwhile follow at once.
        """
        first = {KEEP_OPEN, *self.loop_hub.channels_of(self)}
        await pubsub.subscribe(*first)
        self.pubsub = pubsub
        meanwhile = set(self.loop_hub.channels_of(self)) - first
        if meanwhile:
            await pubsub.subscribe(*meanwhile)
        return first | meanwhile

    async def listen(self, expected: set[str], *, after_loss: bool) -> None:
        """Hand out what comes. Raises TimeoutError when a server that says nothing does not answer a ping either."""
        asked = False
        while True:
            message = await self.pubsub.get_message(timeout=QUIET_S)
            if message is None:
                if asked:
                    raise TimeoutError
                await asyncio.wait_for(self.pubsub.ping(), QUIET_S)
                asked = True
                continue
            asked = False
            channel = _text(message["channel"] or "")
            if message["type"] == "subscribe":
                self.confirm(channel)
                expected.discard(channel)
                if not expected and not self.up:
                    self.up = True
                    if after_loss:
                        logger.info("hub.redis_back")
                        self.loop_hub.everybody(RESYNC)
            elif message["type"] == "message":
                self.loop_hub.deliver(channel.removeprefix(CHANNEL_PREFIX), _text(message["data"]))

    def confirm(self, channel: str) -> None:
        self.confirmed.add(channel)
        for waiter in self.waiters.pop(channel, []):
            if not waiter.done():
                waiter.set_result(None)

    async def subscribe(self, channel: str) -> bool:
        """Subscribe; True once Redis has said so, False when it did not within JOIN_WITHIN_S."""
        if channel in self.confirmed:
            return True
        waiter = asyncio.get_running_loop().create_future()
        self.waiters.setdefault(channel, []).append(waiter)
        try:
            if self.pubsub is not None:
                await asyncio.wait_for(self.pubsub.subscribe(channel), JOIN_WITHIN_S)
            await asyncio.wait_for(waiter, JOIN_WITHIN_S)
        except (RedisError, OSError, TimeoutError):
            self.loop_hub.tail.start()
            return False
        return True

    async def unsubscribe(self, channel: str) -> None:
        self.confirmed.discard(channel)
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            if self.pubsub is not None:
                await asyncio.wait_for(self.pubsub.unsubscribe(channel), JOIN_WITHIN_S)


class LoopHub:
    """The groups and sinks of one event loop; a process has one loop, the tests have many."""

    def __init__(self, hosts: list[dict[str, Any]]) -> None:
        self.groups: dict[str, set[Sink]] = {}
        self.tail = TailReader(self)
        self.shards: list[Shard] = []
        self.shards = [Shard(self, host) for host in hosts]

    def shard_of(self, channel: str) -> Shard:
        place: int = _consistent_hash(channel, len(self.shards))
        return self.shards[place]

    def channels_of(self, shard: Shard) -> list[str]:
        channels = [CHANNEL_PREFIX + group for group in self.groups]
        return [channel for channel in channels if not self.shards or self.shard_of(channel) is shard]

    @property
    def up(self) -> bool:
        return all(shard.up for shard in self.shards)

    def names(self) -> list[str]:
        return list(self.groups)

    def deliver(self, group: str, text: str) -> None:
        for sink in tuple(self.groups.get(group, ())):
            sink(text)

    def everybody(self, text: str) -> None:
        """Give a text once to every sink, whatever its groups."""
        for sink in {sink for sinks in self.groups.values() for sink in sinks}:
            sink(text)

    async def attach(self, group: str, sink: Sink) -> bool:
        self.groups.setdefault(group, set()).add(sink)
        channel = CHANNEL_PREFIX + group
        return await self.shard_of(channel).subscribe(channel)

    async def detach(self, group: str, sink: Sink) -> None:
        sinks = self.groups.get(group)
        if sinks is None:
            return
        sinks.discard(sink)
        if not sinks:
            del self.groups[group]
            channel = CHANNEL_PREFIX + group
            await self.shard_of(channel).unsubscribe(channel)
            if group in self.groups:  # somebody came while Redis was being told
                await self.shard_of(channel).subscribe(channel)


class Hub(BaseChannelLayer):
    """The channel layer of the settings. Its channel and group methods serve code written for any other layer."""

    extensions = ["groups"]

    def __init__(self, hosts: list[Any] | None = None, **options: Any) -> None:
        super().__init__(**{name: options[name] for name in ("expiry", "capacity", "channel_capacity") if name in options})
        self.hosts = decode_hosts(hosts)
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, LoopHub] = WeakKeyDictionary()
        self._inboxes: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self._memberships: dict[tuple[str, str], Sink] = {}

    def here(self) -> LoopHub:
        """The running loop's groups."""
        loop = asyncio.get_running_loop()
        if loop not in self._loops:
            self._loops[loop] = LoopHub(self.hosts)
        return self._loops[loop]

    async def attach(self, group: str, sink: Sink) -> bool:
        """Let `sink` hear a group. True when Redis confirmed; False when the tail reader has to help out."""
        return await self.here().attach(group, sink)

    async def detach(self, group: str, sink: Sink) -> None:
        await self.here().detach(group, sink)

    async def publish(self, group: str, text: str) -> None:
        """Publish the text of an event. Silent while Redis is away: the truth is in Postgres."""
        loop_hub = self.here()
        channel = CHANNEL_PREFIX + group
        host = loop_hub.shard_of(channel).host
        with contextlib.suppress(RedisError, OSError, TimeoutError):
            async with redis.asyncio.Redis(connection_pool=create_pool(dict(host))) as server:
                await asyncio.wait_for(server.publish(channel, text), 1.0)

    async def new_channel(self, prefix: str = "specific") -> str:
        name = f"{prefix}.{uuid.uuid4().hex}!"
        self._inboxes[name] = asyncio.Queue(self.capacity)
        await self.attach(f"channel.{name}", self._sink_of(name))
        return name

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        await self.publish(f"channel.{channel}", json.dumps(message))

    async def receive(self, channel: str) -> dict[str, Any]:
        if channel not in self._inboxes:
            self._inboxes[channel] = asyncio.Queue(self.capacity)
            await self.attach(f"channel.{channel}", self._sink_of(channel))
        return await self._inboxes[channel].get()

    async def group_add(self, group: str, channel: str) -> None:
        await self.attach(group, self._sink_of(channel))

    async def group_discard(self, group: str, channel: str) -> None:
        await self.detach(group, self._sink_of(channel))

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        await self.publish(group, json.dumps(message))

    def _sink_of(self, channel: str) -> Sink:
        """The one sink of a channel's inbox, so that adding twice is adding once."""
        key = ("inbox", channel)
        if key not in self._memberships:

            def put(text: str) -> None:
                inbox = self._inboxes.setdefault(channel, asyncio.Queue(self.capacity))
                with contextlib.suppress(asyncio.QueueFull):
                    inbox.put_nowait(json.loads(text))

            self._memberships[key] = put
        return self._memberships[key]


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
