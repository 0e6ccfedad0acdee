"""Small clients of the two sockets, as strict as a browser: every frame gets exactly one reply, what comes beside it is a push."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.serving import House

_SURROGATE = re.compile("[\ud800-\udfff]")
WITHIN_S = 10.0
PAGE = {"url": "https://acme.example/bowls", "title": "Bowls", "referrer": ""}

NO_WORD = 0  # the connection ended without a close frame

Json = dict[str, Any]


def as_text(frame: Json) -> str:
    """A frame as browsers write it: unescaped, but for what UTF-8 has no bytes for."""
    text = json.dumps(frame, ensure_ascii=False)
    return json.dumps(frame) if _SURROGATE.search(text) else text


class Socket:
    """One open socket. `pushes` is everything it heard that was no reply; `heard` every byte it got."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.pushes: list[Json] = []
        self.heard: list[str] = []
        self._refs = itertools.count(1)

    async def ask(self, frame_type: str, /, **fields: Any) -> Json:
        """Send a frame and give its reply."""
        ref = next(self._refs)
        await self.connection.send(as_text({"type": frame_type, "ref": ref, **fields}))
        return await self.reply(ref)

    async def ask_patiently(self, frame_type: str, /, **fields: Any) -> Json:
        """The same, again and again while the other side is busy or wants it slower."""
        while True:
            said = await self.ask(frame_type, **fields)
            if said["ok"] or said["error"]["code"] not in ("slow_down", "busy"):
                return said
            await asyncio.sleep(said["error"]["retry_ms"] / 1000)

    async def say(self, raw: str | bytes) -> Json:
        """Send this, whatever it is, and give the next reply."""
        await self.connection.send(raw)
        return await self.reply()

    async def reply(self, ref: object = ...) -> Json:
        """The next reply, or the one to `ref`."""
        while True:
            told = await self._next()
            if told["type"] == "reply" and (ref is ... or told["ref"] == ref):
                return told
            assert told["type"] != "reply", f"a reply that nobody asked for: {told}"

    async def until(self, wanted: Callable[[Json], object]) -> Json:
        """The first push, past or to come, that is wanted."""
        for push in self.pushes:
            if wanted(push):
                return push
        while True:
            told = await self._next()
            assert told["type"] != "reply", f"a reply that nobody asked for: {told}"
            if wanted(told):
                return told

    async def close_code(self) -> int:
        """Wait for the other side to close, and say with which code."""
        while True:
            try:
                await self._next()
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd is not None else NO_WORD

    async def _next(self) -> Json:
        text = await asyncio.wait_for(self.connection.recv(), WITHIN_S)
        assert isinstance(text, str)
        self.heard.append(text)
        told: Json = json.loads(text, parse_constant=_no_json)
        if told["type"] != "reply":
            self.pushes.append(told)
        return told


def _no_json(word: str) -> None:
    raise AssertionError(f"{word} is not JSON")


@asynccontextmanager
async def visiting(house: House, *, origin: str | None = None, query: str = "") -> AsyncIterator[Socket]:
    """A visitor's socket that has not said hello."""
    async with connect(f"{house.web.sockets}/widget/{query}", additional_headers=_headers(origin=origin)) as connection:
        yield Socket(connection)


@asynccontextmanager
async def operating(house: House, key: str | None = None, cookie: str | None = None) -> AsyncIterator[Socket]:
    """An operator's socket that has not said hello: a script's with a key, a browser's with a cookie."""
    headers = _headers(key=key, cookie=cookie, origin=None if key else house.web.url)
    async with connect(f"{house.web.sockets}/panel/", additional_headers=headers) as connection:
        yield Socket(connection)


def _headers(*, key: str | None = None, cookie: str | None = None, origin: str | None = None) -> dict[str, str]:
    told = {"Authorization": f"Bearer {key}" if key else None, "Cookie": cookie, "Origin": origin}
    return {name: value for name, value in told.items() if value is not None}


@asynccontextmanager
async def visitor(house: House, token: str | None = None, **hello: Any) -> AsyncIterator[Socket]:
    """A visitor of Acme's shop who has said hello."""
    async with visiting(house) as socket:
        fields = {"conversation": None, "page": PAGE, "locale": "en", "after": None, **hello}
        said = await socket.ask("hello", **{"v": 1, "project": house.cast.shop.key, "token": token, **fields})
        assert said["ok"], said
        yield socket


@asynccontextmanager
async def operator(house: House, name: str = "oscar") -> AsyncIterator[Socket]:
    """Somebody of the cast who listens to all of their projects."""
    async with operating(house, house.keys[name]) as socket:
        said = await socket.ask("hello", v=1, projects="all")
        assert said["ok"], said
        yield socket


def new_id() -> str:
    """A client's id for a message."""
    return str(uuid.uuid4())
