"""One Redis server of the hub: its subscription connection, for as long as the loop runs, and its publisher."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Iterable
from typing import Any, Protocol

from redis.exceptions import RedisError

from chat import metrics
from chat.doorbell import CHANNEL_PREFIX
from chat.hub.publisher import Publisher
from chat.hub.wire import Reply, Wire

logger = logging.getLogger(__name__)

JOIN_WITHIN_S = 0.3  # longer, and a visitor waits for a doorbell instead of talking
RETRY_FIRST_S, RETRY_MOST_S = 0.1, 1.0
QUIET_S = 5.0  # this long without a word, and the server is asked whether it is still there
ANSWER_S = 2.0  # a server that was asked has this long
KEEP_OPEN = f"{CHANNEL_PREFIX}hub"  # a subscription needs at least one channel


class Listeners(Protocol):
    """What a shard tells: the groups of a loop."""

    def channels_of(self, shard: Shard) -> list[str]: ...
    def deliver(self, group: str, text: str) -> None: ...
    def lost(self) -> None: ...
    def back(self) -> None: ...


class Shard:
    """Listens to the channels that the loop's groups need. `up` while Redis has confirmed all of them."""

    def __init__(self, listeners: Listeners, host: dict[str, Any]) -> None:
        self.listeners, self.host = listeners, host
        self.up = False
        self.wire: Wire | None = None
        self.heard_at = 0.0
        self.confirmed: set[str] = set()
        self.wanted: set[str] = set()  # channels whose last command was SUBSCRIBE
        self.asked: Counter[str] = Counter()  # SUBSCRIBEs without an answer yet, by channel
        self.waiters: dict[str, list[asyncio.Future[None]]] = {}
        self.publisher = Publisher(host, on_loss=self.give_up)
        self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        """Subscribe, listen, and begin again for ever: a shard that stops listening would be silent, not broken."""
        delay, lost = RETRY_FIRST_S, False
        while True:
            watch: asyncio.Task[None] | None = None
            try:
                self.wire = await asyncio.wait_for(Wire.open(self.host), ANSWER_S)
                watch = asyncio.create_task(self.watch(self.wire))
                self.ask_for({KEEP_OPEN, *self.listeners.channels_of(self)})
                await self.listen(self.wire, after_loss=lost)
            except (RedisError, OSError, TimeoutError) as error:
                if self.up or not lost:
                    logger.warning("hub.redis_lost", extra={"reason": type(error).__name__})
                    metrics.REDIS_LOSSES.inc()
                delay = RETRY_FIRST_S if self.up else min(delay * 2, RETRY_MOST_S)
                lost = True
            except Exception:
                logger.exception("hub.failed")
                lost = True
            finally:
                if watch is not None:
                    watch.cancel()
                self.forget()
            self.listeners.lost()
            await asyncio.sleep(delay)

    def forget(self) -> None:
        self.up = False
        for known in (self.confirmed, self.wanted, self.asked):
            known.clear()
        if self.wire is not None:
            self.wire.close()
            self.wire = None

    def give_up(self) -> None:
        """Something else has noticed that this Redis does not answer: do not wait until we notice too."""
        if self.wire is not None:
            self.wire.close()

    async def watch(self, wire: Wire) -> None:
        """End the connection when the server has said nothing and does not answer a ping either."""
        loop = asyncio.get_running_loop()
        self.heard_at = loop.time()
        while True:
            await asyncio.sleep(max(0.0, self.heard_at + QUIET_S - loop.time()))
            if loop.time() - self.heard_at < QUIET_S:
                continue
            with contextlib.suppress(OSError):
                wire.write(("PING",))
            asked_at = loop.time()
            await asyncio.sleep(ANSWER_S)
            if self.heard_at < asked_at:
                wire.close()
                return

    async def listen(self, wire: Wire, *, after_loss: bool) -> None:
        """Hand out what comes, until the connection ends."""
        loop = asyncio.get_running_loop()

        def hear(replies: list[Reply]) -> None:
            for reply in replies:
                self.take(reply)
            self.heard_at = loop.time()
            if not self.up and not self.asked:
                self.up = True
                if after_loss:
                    logger.info("hub.redis_back")
                    self.listeners.back()

        await wire.hear(hear)

    def take(self, reply: Reply) -> None:
        if not isinstance(reply, list):
            raise reply if isinstance(reply, Exception) else ConnectionError(f"Redis said {reply!r}")
        kind = reply[0]
        if kind == "message":
            self.listeners.deliver(reply[1].removeprefix(CHANNEL_PREFIX), reply[2])
        elif kind == "subscribe":
            self.confirm(reply[1])

    def ask_for(self, channels: Iterable[str]) -> None:
        """Send SUBSCRIBE for what was not asked for yet, or was left again since."""
        wanted = [channel for channel in channels if channel not in self.wanted]
        if self.wire is not None and wanted:
            self.wanted.update(wanted)
            self.asked.update(wanted)
            self.say("SUBSCRIBE", *wanted)

    def confirm(self, channel: str) -> None:
        """Redis hears for us now; but if we left meanwhile and came again, only the later answer counts."""
        self.asked[channel] -= 1
        if self.asked[channel] > 0:
            return
        del self.asked[channel]
        if channel not in self.wanted:
            return
        self.confirmed.add(channel)
        for waiter in self.waiters.pop(channel, []):
            if not waiter.done():
                waiter.set_result(None)

    async def subscribe(self, channel: str) -> bool:
        """True once Redis has said so, False when it did not within JOIN_WITHIN_S."""
        if channel in self.confirmed:
            return True
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiters.setdefault(channel, []).append(waiter)
        self.ask_for([channel])
        try:
            await asyncio.wait_for(waiter, JOIN_WITHIN_S)
        except TimeoutError:
            return False
        return True

    def unsubscribe(self, channel: str) -> None:
        """Nobody here wants it any more. Whoever comes while Redis is being told asks again, and is heard in order."""
        self.confirmed.discard(channel)
        if channel in self.wanted and self.wire is not None:
            self.wanted.discard(channel)
            self.say("UNSUBSCRIBE", channel)

    def say(self, *command: str) -> None:
        """Tell Redis. A connection that has ended is opened anew in a moment, and then asked for everything."""
        with contextlib.suppress(OSError):
            if self.wire is not None:
                self.wire.write(command)
