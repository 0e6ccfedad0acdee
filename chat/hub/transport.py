"""The groups and sinks of one process, and the two ways there are to reach the other processes.

A sink is a function that takes the text browsers get. Groups and sinks are the same for both transports: the hub's own shards,
and whatever stock channel layer the settings name.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Protocol

from channels.layers import get_channel_layer
from channels_redis.utils import _consistent_hash

from chat.doorbell import CHANNEL_PREFIX, PUSH, is_ours
from chat.hub.resync import Resyncs
from chat.hub.shard import Shard
from chat.per_loop import PerLoop
from chat.second_look import SecondLook
from chat.tail import TailReader

logger = logging.getLogger(__name__)

Sink = Callable[[str], None]


class Transport(Protocol):
    """How texts of a group come from other processes and go to them."""

    @property
    def up(self) -> bool: ...
    async def join(self, group: str) -> bool: ...
    def leave(self, group: str) -> None: ...
    def publish(self, group: str, text: str | bytes) -> None: ...


class LoopHub:
    """The groups and sinks of one event loop; a process has one loop, the tests have many."""

    def __init__(self, connect: Callable[[LoopHub], Transport]) -> None:
        self.groups: dict[str, set[Sink]] = {}
        self.tail = TailReader(self)
        self.second_look = SecondLook(self)
        self.resyncs = Resyncs()
        self.transport = connect(self)

    @property
    def up(self) -> bool:
        return self.transport.up

    def names(self) -> list[str]:
        return list(self.groups)

    async def attach(self, group: str, sink: Sink) -> bool:
        """Let `sink` hear a group. True when that is certain; False when the tail reader has to help out."""
        self.groups.setdefault(group, set()).add(sink)
        joined = await self.transport.join(group)
        await self.second_look.begun.wait()  # once in a process: before anybody reads what they have, it has its place
        if not joined:
            self.tail.start()
        return joined

    def detach(self, group: str, sink: Sink) -> None:
        sinks = self.groups.get(group)
        if sinks is None:
            return
        sinks.discard(sink)
        if not sinks:
            del self.groups[group]
            self.transport.leave(group)

    def publish(self, group: str, text: str | bytes) -> None:
        """Publish the text of an event. Never waits, and is silent while Redis is away: the truth is in Postgres."""
        self.transport.publish(group, text)

    def deliver(self, group: str, text: str) -> None:
        self.second_look.heard.note(group, text)
        for sink in tuple(self.groups.get(group, ())):
            try:
                sink(text)
            except Exception:  # a connection that ends at this moment is nobody else's trouble
                logger.exception("hub.sink_failed", extra={"group": group})

    def lost(self) -> None:
        """Other processes are out of reach: until they are back the tail of the timeline is read."""
        self.tail.start()

    def back(self) -> None:
        """They are back, and something may have been missed: every sink is told, whatever its groups."""
        self.resyncs.tell({sink for sinks in self.groups.values() for sink in sinks})


class Shards:
    """The hub's own transport: groups spread over one or several Redis, one subscription a group and process."""

    def __init__(self, loop_hub: LoopHub, hosts: list[dict[str, Any]]) -> None:
        self.loop_hub = loop_hub
        self.shards: list[Shard] = []
        self.shards = [Shard(self, host) for host in hosts]

    def of(self, channel: str) -> Shard:
        place: int = _consistent_hash(channel, len(self.shards))
        return self.shards[place]

    @property
    def up(self) -> bool:
        return all(shard.up for shard in self.shards)

    async def join(self, group: str) -> bool:
        channel = CHANNEL_PREFIX + group
        return await self.of(channel).subscribe(channel)

    def leave(self, group: str) -> None:
        channel = CHANNEL_PREFIX + group
        self.of(channel).unsubscribe(channel)

    def publish(self, group: str, text: str | bytes) -> None:
        channel = CHANNEL_PREFIX + group
        self.of(channel).publisher.publish(channel, text)

    def channels_of(self, shard: Shard) -> list[str]:
        channels = [CHANNEL_PREFIX + group for group in self.loop_hub.groups]
        return [channel for channel in channels if self.of(channel) is shard]

    def deliver(self, group: str, text: str) -> None:
        self.loop_hub.deliver(group, text)

    def lost(self) -> None:
        self.loop_hub.lost()

    def back(self) -> None:
        self.loop_hub.back()


class Stock:
    """Any other channel layer as transport: one channel of it for the whole process, in every group that somebody here needs."""

    up = True  # a stock layer does not say

    def __init__(self, loop_hub: LoopHub, layer: Any) -> None:
        self.loop_hub, self.layer = loop_hub, layer
        self.channel: asyncio.Future[str] = asyncio.ensure_future(layer.new_channel())
        self.tasks: set[asyncio.Task[Any]] = {asyncio.create_task(self.listen())}

    async def listen(self) -> None:
        channel = await self.channel
        while True:
            event = await self.layer.receive(channel)
            self.loop_hub.deliver(event["group"], event["text"])

    async def join(self, group: str) -> bool:
        await self.layer.group_add(group, await self.channel)
        return True

    def leave(self, group: str) -> None:
        async def unless_somebody_came() -> None:
            if group not in self.loop_hub.groups:
                await self.layer.group_discard(group, await self.channel)

        self.later(unless_somebody_came())

    def publish(self, group: str, text: str | bytes) -> None:
        said = text if isinstance(text, str) else text.decode()
        self.later(self.layer.group_send(group, {"type": PUSH, "group": group, "text": said}))

    def later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def _make_hub() -> LoopHub:
    layer: Any = get_channel_layer()
    return LoopHub(lambda here: Shards(here, layer.parley_hosts) if is_ours() else Stock(here, layer))


hub = PerLoop(_make_hub)  # the running loop's groups
