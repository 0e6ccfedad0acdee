"""The hub as a Channels channel layer: the same interface, shards and settings as channels-redis' own.

Our sockets use `chat.hub.hub()` and its sinks; what stands here serves code that was written for any other layer.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from typing import Any

from channels.layers import BaseChannelLayer
from channels_redis.utils import decode_hosts

from chat.hub.transport import Sink, hub


class Hub(BaseChannelLayer):
    """Channels are groups of one; whatever is sent is JSON."""

    extensions = ["groups"]

    def __init__(self, hosts: list[Any] | None = None, **options: Any) -> None:
        super().__init__(**{name: options[name] for name in ("expiry", "capacity", "channel_capacity") if name in options})
        self.parley_hosts: list[dict[str, Any]] = decode_hosts(hosts)
        self._inboxes: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self._sinks: dict[str, Sink] = {}

    async def new_channel(self, prefix: str = "specific") -> str:
        name = f"{prefix}.{uuid.uuid4().hex}!"
        await self._open(name)
        return name

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        hub().publish(f"channel.{channel}", json.dumps(message))

    async def receive(self, channel: str) -> dict[str, Any]:
        await self._open(channel)
        return await self._inboxes[channel].get()

    async def group_add(self, group: str, channel: str) -> None:
        await hub().attach(group, self._sink_of(channel))

    async def group_discard(self, group: str, channel: str) -> None:
        hub().detach(group, self._sink_of(channel))

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        hub().publish(group, json.dumps(message))

    async def _open(self, channel: str) -> None:
        if channel not in self._inboxes:
            self._inboxes[channel] = asyncio.Queue(self.capacity)
            await hub().attach(f"channel.{channel}", self._sink_of(channel))

    def _sink_of(self, channel: str) -> Sink:
        """The one sink of a channel's inbox, so that adding twice is adding once."""
        if channel not in self._sinks:

            def put(text: str) -> None:
                inbox = self._inboxes.setdefault(channel, asyncio.Queue(self.capacity))
                with contextlib.suppress(asyncio.QueueFull):
                    inbox.put_nowait(json.loads(text))

            self._sinks[channel] = put
        return self._sinks[channel]
