"""A client that never gives up: connects to one of the servers, resumes, says again what was not acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Coroutine
from typing import Any

from tests.faults.client.carriers import Carrier, Json, Lost, Refused
from tests.faults.client.feed import Feed
from tests.faults.client.journal import Journal
from tests.faults.client.outbox import Outbox

BASE_S, CAP_S = 0.5, 4.0  # full jitter; the contract's cap for somebody who looks at the screen
STABLE_S = 30.0
PING_EVERY_S = 10.0  # often enough: whoever writes finds a dead socket by the missing answer
BARREN = 2  # sockets without a hello, then the HTTP doors are tried in turns
LOOK_WITHIN_S = 30.0
SOON_S = 0.3  # a line that we know to exist may be on its way: then we ask
PASSING = ("slow_down", "busy", "internal")
INTERNAL_TRIES = 10


class Person:
    """The half that both sides share. `feeds` are the conversations on the screen."""

    side = "visitor"

    def __init__(self, addresses: list[str], journal: Journal, luck: random.Random) -> None:
        self.addresses, self.journal, self.luck = addresses, journal, luck
        # One for each conversation: only within one the order matters. A visitor has one conversation.
        self.outboxes: dict[str | None, Outbox] = {}
        self.feeds: dict[str, Feed] = {}
        self.carrier: Carrier | None = None
        self.online = asyncio.Event()
        self.failures = self.barren = self.connects = self.internal = 0
        self.polled = False
        self.resyncing = self.told_to_reload = False
        self.mending: set[str] = set()
        self.tasks: set[asyncio.Task[Any]] = set()

    # What a side says ----------------------------------------------------------------------------------------------

    async def open(self, address: str, *, polling: bool) -> Carrier:
        raise NotImplementedError

    def hello(self) -> Json:
        raise NotImplementedError

    async def welcome(self, carrier: Carrier, said: Json) -> None:
        raise NotImplementedError

    def hear(self, push: Json, raw: str) -> None:
        raise NotImplementedError

    async def ping(self, carrier: Carrier) -> None:
        await carrier.ask("ping")

    # The connection ------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """For ever: the workload cancels it."""
        while True:
            begun = asyncio.get_running_loop().time()
            try:
                lost = await self.live()
            except Lost as error:
                lost = error
            except Refused as refusal:  # of hello
                lost = Lost(0, refusal.retry_ms)
            self.online.clear()
            self.journal.note("offline", code=lost.code)
            if lost.retry_ms is not None and not self.polled:
                self.barren = 0  # a server that asks to come later was heard: sockets go through
            if asyncio.get_running_loop().time() - begun > STABLE_S:
                self.failures = 0
            pause = self.luck.random() * min(CAP_S, BASE_S * 2 ** min(self.failures, 10))
            self.failures += 1
            await asyncio.sleep(pause if lost.retry_ms is None else lost.retry_ms / 1000)

    async def live(self) -> Lost:
        """One connection from hello to its end."""
        polling = self.polled = self.barren >= BARREN and not self.polled
        self.barren += 0 if polling else 1
        carrier = await self.open(self.luck.choice(self.addresses), polling=polling)
        beside: list[asyncio.Future[Any]] = []
        try:
            said = await carrier.ask("hello", **self.hello())
            if not polling:
                self.barren = 0
            self.told_to_reload, self.connects = False, self.connects + 1
            await self.welcome(carrier, said)
            # Only now: what is missing until here the welcome asks for, one conversation after the other.
            self.carrier = carrier
            for feed in self.feeds.values():
                self.look(feed)
            if self.told_to_reload:
                self.later(self.quietly(self.resync(carrier)))
            carrier.listen()
            self.journal.note("online", by="poll" if polling else "socket")
            self.online.set()
            beside = [asyncio.create_task(self.beat(carrier))]
            beside += [asyncio.create_task(self.pump(carrier, outbox)) for outbox in self.outboxes.values()]
            await asyncio.wait({carrier.ended, *beside}, return_when=asyncio.FIRST_COMPLETED)
            for task in beside:
                if task.done() and not isinstance(task.exception(), Lost | Refused):
                    task.result()  # a fault of this client: not to be hidden
            return carrier.ended.result() if carrier.ended.done() else Lost()
        finally:
            self.carrier = None
            for task in beside:
                task.cancel()
            carrier.close()
            await asyncio.gather(*beside, return_exceptions=True)

    async def beat(self, carrier: Carrier) -> None:
        while True:
            await asyncio.sleep(PING_EVERY_S * (0.5 + self.luck.random()))
            await self.ping(carrier)

    # Out -----------------------------------------------------------------------------------------------------------

    def outbox(self, conversation: str | None = None) -> Outbox:
        return self.outboxes.setdefault(conversation, Outbox())

    @property
    def waiting(self) -> int:
        return sum(len(outbox.pending) for outbox in self.outboxes.values())

    def write(self, text: str, **fields: Any) -> None:
        one = self.outbox(fields.get("conversation")).add(text=text, **fields)
        self.journal.note("sent", id=one.client_id, x=text, k=fields.get("kind", "text"))

    async def pump(self, carrier: Carrier, outbox: Outbox) -> None:
        while True:
            await outbox.filled.wait()
            one = outbox.pending[0]
            try:
                said = await carrier.ask("send", client_id=one.client_id, **one.fields)
            except Refused as refusal:
                self.internal += refusal.code == "internal"
                if refusal.code in PASSING and self.internal < INTERNAL_TRIES:
                    await asyncio.sleep((refusal.retry_ms or 1000) / 1000)
                    continue
                outbox.fail()
                self.journal.note("failed", id=one.client_id, code=refusal.code)
                continue
            self.internal = 0
            outbox.done()
            self.journal.note("acked", id=one.client_id, c=said["conversation"], n=said["number"])
            self.acknowledged(said)

    def acknowledged(self, said: Json) -> None:
        feed = self.feeds.get(said["conversation"])
        if feed is not None:
            feed.known = max(feed.known, said["number"])
            self.look(feed)

    # In ------------------------------------------------------------------------------------------------------------

    def take(self, feed: Feed, messages: list[Json]) -> None:
        for message in feed.receive(messages):
            self.journal.note("show", c=feed.conversation, n=message["number"], k=message["kind"], x=message["text"])
        self.look(feed)

    def look(self, feed: Feed) -> None:
        """Ask for what is missing, in a moment."""
        if feed.missing and self.carrier is not None and feed.conversation not in self.mending:
            self.mending.add(feed.conversation)
            self.later(self.mend(feed, self.carrier))

    async def mend(self, feed: Feed, carrier: Carrier) -> None:
        try:
            await asyncio.sleep(SOON_S)
            while feed.missing and self.carrier is carrier:
                await self.resume(carrier, feed)
        except (Lost, Refused):
            pass  # a reconnect resumes
        finally:
            self.mending.discard(feed.conversation)

    async def resume(self, carrier: Carrier, feed: Feed) -> None:
        """Everything behind the last number shown."""
        more = True
        while more:
            said = await carrier.ask("resume", conversation=feed.conversation, after=feed.last)
            more = said["more"]
            self.take(feed, said["messages"])
            if said["conversation"] is not None:
                feed.describe(said["conversation"])

    async def look_again(self) -> None:
        """Somebody comes back to the tab: it makes sure of what it shows."""
        async with asyncio.timeout(LOOK_WITHIN_S):
            looked = False
            while not looked:
                await self.online.wait()
                with contextlib.suppress(Lost, Refused):
                    if self.carrier is not None:
                        await self.resume_all(self.carrier)
                        looked = True
                await asyncio.sleep(0 if looked else SOON_S)

    async def resync(self, carrier: Carrier) -> None:
        """Reload what is on the screen: everybody was told at once, so not all at the same moment, and once for many words."""
        try:
            await asyncio.sleep(SOON_S * 3 * self.luck.random())
            self.resyncing = False  # a word that comes from now on may be about something newer
            await self.resume_all(carrier)
        finally:
            self.resyncing = False

    async def resume_all(self, carrier: Carrier) -> None:
        for feed in tuple(self.feeds.values()):
            await self.resume(carrier, feed)

    def hear_common(self, push: Json) -> bool:
        """What both sides do with a push; False for one that belongs to no conversation on the screen."""
        named = push.get("conversation")
        feed = self.feeds.get(named["id"] if isinstance(named, dict) else str(named))
        self.told_to_reload = self.told_to_reload or push["type"] == "resync"
        if push["type"] == "resync" and self.carrier is not None and not self.resyncing:
            self.resyncing = True
            self.later(self.quietly(self.resync(self.carrier)))
        if feed is None:
            return False
        if push["type"] == "message":
            self.take(feed, [push["message"]])
        elif push["type"] == "conversation":
            feed.describe(push["conversation"])
            self.look(feed)
        elif push["type"] == "read":
            feed.mark(push["side"], push["number"])
        return True

    async def quietly(self, work: Awaitable[None]) -> None:
        with contextlib.suppress(Lost, Refused):  # a reconnect does it again
            await work

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def finish(self) -> None:
        """The last words of the journal: what is on the screen, and what never got away."""
        for feed in self.feeds.values():
            self.journal.note("final", side=self.side, **feed.state())
        stuck = [one.client_id for outbox in self.outboxes.values() for one in outbox.pending]
        failed = [one.client_id for outbox in self.outboxes.values() for one in outbox.failed]
        self.journal.note("end", stuck=stuck, failed=failed, connects=self.connects)
