"""Visitors who write without a pause: each keeps what it sends until it is answered, and comes back when its socket ends."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import ssl
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

PAUSE_S = 0.25
ANSWER_S = 10.0
LONGEST_PAUSE_S = 4.0
LOST = (OSError, TimeoutError, WebSocketException)
PAGE = {"url": "https://acme.example/", "title": "Acme", "referrer": ""}


@dataclass
class Visitor:
    """`acked` are client ids with their numbers; `seen` the numbers that came as pushes or in a resume."""

    where: dict[str, Any]
    project: str
    token: str | None = None
    conversation: str | None = None
    acked: dict[str, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    comebacks: int = 0
    longest_s: float = 0.0
    quiet_s: float = 0.0

    def __post_init__(self) -> None:
        self._refs = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._line: ClientConnection | None = None
        self._ear: asyncio.Task[None] | None = None
        self._heard = time.monotonic()

    async def write_until(self, stop: asyncio.Event) -> None:
        """Say one thing after another. What was begun is finished."""
        for number in itertools.count(1):
            if stop.is_set():
                break
            await self._say(f"line {number}")
            await asyncio.sleep(random.uniform(0, 2 * PAUSE_S))
        self._hang_up()

    async def _say(self, text: str) -> None:
        client_id, began, failed = str(uuid.uuid4()), time.monotonic(), 0
        while client_id not in self.acked:
            try:
                if self._line is None:
                    await self._come_back()
                said = await self._ask("send", client_id=client_id, text=text, attachments=[])
            except LOST:
                self._hang_up()
                failed += 1
                await asyncio.sleep(random.uniform(0, min(LONGEST_PAUSE_S, 0.2 * 2**failed)))
                continue
            if said["ok"]:
                self.conversation, self.acked[client_id] = said["conversation"], said["number"]
            else:
                await asyncio.sleep(said["error"].get("retry_ms", 1000) / 1000)
        self.longest_s = max(self.longest_s, time.monotonic() - began)

    async def _come_back(self) -> None:
        self._line = await connect(**self.where, open_timeout=ANSWER_S)
        self._ear = asyncio.create_task(self._listen(self._line))
        self.comebacks += 1
        last = max(self.seen, default=None)
        hello = {"v": 1, "project": self.project, "token": self.token, "conversation": self.conversation, "after": last}
        said = await self._ask("hello", **hello, page=PAGE, locale="en")
        if not said["ok"]:
            raise TimeoutError(said["error"]["code"])
        self.token = said["token"]
        self._see(*said["messages"])

    async def _ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        ref = next(self._refs)
        answer = self._answers[ref] = asyncio.get_running_loop().create_future()
        if self._line is None:
            raise TimeoutError
        await self._line.send(json.dumps({"type": kind, "ref": ref, **fields}))
        return await asyncio.wait_for(answer, ANSWER_S)

    async def _listen(self, line: ClientConnection) -> None:
        with contextlib.suppress(*LOST):
            async for text in line:
                frame = json.loads(text)
                if frame["type"] == "reply" and frame["ref"] in self._answers:
                    answer = self._answers.pop(frame["ref"])
                    if not answer.done():
                        answer.set_result(frame)
                elif frame["type"] == "message":
                    self._see(frame["message"])
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(TimeoutError("the socket ended"))
                answer.exception()  # seen, also where nobody waits any more

    def _see(self, *messages: dict[str, Any]) -> None:
        now = time.monotonic()
        if self.seen:
            self.quiet_s = max(self.quiet_s, now - self._heard)
        self._heard = now
        self.seen.update(message["number"] for message in messages)

    def _hang_up(self) -> None:
        if self._ear is not None:
            self._ear.cancel()
        if self._line is not None:
            self._line.transport.abort()
        self._line, self._answers = None, {}


class Crowd:
    """Visitors in a thread of their own, while the main thread does something to the servers."""

    def __init__(self, count: int, *, url: str, port: int, authority: str, project: str) -> None:
        where = {"uri": f"{url.replace('https', 'wss')}/ws/widget/", "host": "127.0.0.1", "port": port}
        context = ssl.create_default_context(cafile=authority)
        self.visitors = [Visitor({**where, "ssl": context}, project) for _ in range(count)]
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    def __enter__(self) -> Crowd:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def sent(self) -> int:
        """How many messages were answered so far."""
        return sum(len(visitor.acked) for visitor in self.visitors)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await asyncio.gather(*(visitor.write_until(self._stop) for visitor in self.visitors))
