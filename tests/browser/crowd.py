"""Visitors without a browser: many at once, by the sockets that the widget speaks, on a thread and a loop of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from websockets.asyncio.client import connect

from tests.browser.house import Parley
from tests.sockets.talking import Socket, new_id

WITHIN_S = 60.0  # a busy machine's whole crowd

Given = TypeVar("Given")


@dataclass
class Guest:
    """One of the crowd, under a name that no other row of the list has."""

    name: str
    socket: Socket
    beat_s: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # a socket is read by one at a time
    beating: asyncio.Task[None] | None = None


class Crowd:
    """Everybody who came without a browser."""

    def __init__(self, parley: Parley, key: str, site: str) -> None:
        self.address = f"ws://127.0.0.1:{parley.port}/ws/widget/"
        self.hello: dict[str, Any] = {"v": 1, "project": key, "token": None, "conversation": None, "locale": "en", "after": None}
        self.page = {"url": f"{site}/bowls", "title": "Bowls", "referrer": ""}
        self.guests: dict[str, Guest] = {}
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def come(self, names: Iterable[str], asking: str) -> None:
        """Each opens the shop, says who they are, and asks."""
        self._do(self._all_come(list(names), asking))

    def say(self, name: str, text: str) -> None:
        self._do(self._say(self.guests[name], text))

    def hears(self, name: str, text: str) -> None:
        """Wait until the operator's words are with them."""
        self._do(self._hears(self.guests[name], text))

    def leave(self) -> None:
        """Everybody closes the shop."""
        self._do(self._all_leave())
        self.guests = {}

    def end(self) -> None:
        self.leave()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def _do(self, act: Coroutine[Any, Any, Given]) -> Given:
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(WITHIN_S)

    async def _all_come(self, names: list[str], asking: str) -> None:
        for guest in await asyncio.gather(*(self._come(name, asking) for name in names)):
            self.guests[guest.name] = guest

    async def _come(self, name: str, asking: str) -> Guest:
        # What they are told waits unread as long as it likes: no browser would hold it back.
        socket = Socket(await connect(self.address, ping_interval=None, max_queue=None))
        said = await socket.ask_patiently("hello", **self.hello, page=self.page)
        assert said["ok"], said
        guest = Guest(name, socket, said["heartbeat_s"] / 2)
        sent = await socket.ask_patiently("send", client_id=new_id(), text=asking, attachments=[])
        named = await socket.ask_patiently("identify", name=name)
        assert sent["ok"] and named["ok"], (sent, named)
        guest.beating = asyncio.create_task(self._beat(guest))
        return guest

    async def _beat(self, guest: Guest) -> None:
        while True:
            await asyncio.sleep(guest.beat_s)
            async with guest.turn:
                await guest.socket.ask("ping")

    async def _say(self, guest: Guest, text: str) -> None:
        async with guest.turn:
            said = await guest.socket.ask_patiently("send", client_id=new_id(), text=text, attachments=[])
        assert said["ok"], said

    async def _hears(self, guest: Guest, text: str) -> None:
        async with guest.turn:
            await guest.socket.until(lambda push: push["type"] == "message" and push["message"]["text"] == text)

    async def _all_leave(self) -> None:
        for guest in self.guests.values():
            if guest.beating:
                guest.beating.cancel()
        await asyncio.gather(*(guest.socket.connection.close() for guest in self.guests.values()))


@contextmanager
def crowd(parley: Parley, key: str, site: str) -> Iterator[Crowd]:
    """A crowd that has gone by the end."""
    made = Crowd(parley, key, site)
    try:
        yield made
    finally:
        made.end()
