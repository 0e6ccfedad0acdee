"""The base of both sockets: frames in, exactly one reply each, pushes between them. Knows no rule of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError, InterfaceError

from accounts.errors import Forbidden, Refused, SignInAgain, SlowDown, TooLarge, UnknownType
from accounts.tracing import request_id
from chat import caps, metrics, threads
from chat.handshake import address_of
from chat.live import text_of
from chat.parsing import MAX_FRAME_BYTES, Bucket, parse_frame

logger = logging.getLogger(__name__)

Command = Callable[[Any, dict[str, Any]], dict[str, Any]]

HELLO_WITHIN_S = 5.0
HEARTBEAT_S = 20
QUEUE_BYTES = 256 * 1024  # what one socket may have waiting before it is told to resync
ABUSE = 200  # refusals for speed in a row before the socket is closed
RESYNC = '{"type":"resync"}'

SIGN_IN_AGAIN, NO_RIGHT, TOO_SLOW, SLOW_DOWN_CLOSE = 4401, 4403, 4408, 4429


class LiveConsumer:
    """One connection. Frames are read strictly one after another: natural back-pressure, and each socket's own order."""

    # Of `hello` the command is the reply alone, made after the session was opened and its groups were joined.
    commands: ClassVar[dict[str, Command]] = {}
    kind: ClassVar[str] = "socket"

    @classmethod
    def as_asgi(cls) -> Callable[..., Awaitable[None]]:
        async def application(scope: Any, receive: Any, send: Any) -> None:
            await cls(scope, receive, send).run()

        return application

    def __init__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.session: Any = None
        self.id = uuid.uuid4().hex[:12]
        self.bucket = Bucket()
        self.refused_for_speed = 0
        self.queue: list[str] = []
        self.queued_bytes = 0
        self.held: list[str] | None = []  # pushes that came before the answer to hello
        self.wake = asyncio.Event()
        self.closing: tuple[int, str] | None = None
        self.groups: set[str] = set()
        self.places: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []

    # What the two sockets say for themselves --------------------------------------------------------------------------

    async def may_connect(self) -> bool:
        """Decides by Origin and the like, before the handshake is answered."""
        raise NotImplementedError

    async def open_session(self, frame: dict[str, Any]) -> None:
        """Authenticate `hello` and set `self.session`, which has `groups` and `run(command, frame)`. Raises Refused."""
        raise NotImplementedError

    async def farewell(self) -> None:
        """The socket has gone."""

    # The connection ---------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        await self.receive()  # websocket.connect
        if not await self.may_connect():
            await self.send({"type": "websocket.close", "code": NO_RIGHT})
            return
        await self.send({"type": "websocket.accept"})
        request_id.set(self.id)
        metrics.SOCKETS.labels(self.kind).inc()
        self.tasks = [asyncio.create_task(self.write()), asyncio.create_task(self.expect_hello())]
        try:
            if not self.take_place(f"address:{address_of(self.scope)}", settings.SOCKETS_PER_ADDRESS):
                self.show_out()
            while True:
                event = await self.receive()
                if event["type"] == "websocket.disconnect":
                    break
                await self.hear(event.get("text"))
        finally:
            metrics.SOCKETS.labels(self.kind).dec()
            for task in self.tasks:
                task.cancel()
            for place in self.places:
                caps.give_back(place)
            await self.leave()

    def take_place(self, holder: str, limit: int) -> bool:
        """Count this socket for its holder until it ends; False when the holder has too many."""
        taken = caps.take(holder, limit)
        if taken:
            self.places.append(holder)
        return taken

    async def leave(self) -> None:
        layer: Any = get_channel_layer()
        for group in self.groups:
            await layer.detach(group, self.push)
        if self.session is not None:
            with contextlib.suppress(DatabaseError, InterfaceError):
                await self.farewell()

    async def expect_hello(self) -> None:
        await asyncio.sleep(HELLO_WITHIN_S)
        if self.session is None:
            self.close(TOO_SLOW, "no hello")

    def close(self, code: int, reason: str) -> None:
        """End the connection once what is queued has been written."""
        if self.closing is None:
            self.closing = (code, reason)
            self.wake.set()

    # Out --------------------------------------------------------------------------------------------------------------

    def push(self, text: str) -> None:
        """The sink of this socket's groups. Never waits: a reader too slow for QUEUE_BYTES is told to resync instead."""
        if self.held is not None:
            self.held.append(text)
            return
        if self.queued_bytes + len(text) > QUEUE_BYTES:
            self.queue = [one for one in self.queue if one.startswith('{"type":"reply"')] + [RESYNC]
            self.queued_bytes = sum(map(len, self.queue))
            metrics.RESYNCS.inc()
        else:
            self.put(text)

    def put(self, text: str) -> None:
        self.queue.append(text)
        self.queued_bytes += len(text)
        self.wake.set()

    async def write(self) -> None:
        while True:
            await self.wake.wait()
            self.wake.clear()
            while self.queue:
                text = self.queue.pop(0)
                self.queued_bytes -= len(text)
                await self.send({"type": "websocket.send", "text": text})
            if self.closing is not None:
                code, reason = self.closing
                await self.send({"type": "websocket.close", "code": code, "reason": reason})
                return

    # In ---------------------------------------------------------------------------------------------------------------

    async def hear(self, text: str | None) -> None:
        if self.closing is not None:
            return  # what was sent before the other side heard of the end must not act any more
        ref: Any = None
        frame: dict[str, Any] = {}
        try:
            frame, ref, unreadable = read_frame(text)
            self.limit_speed()
            if unreadable is not None:
                raise unreadable
            answer = await self.answer(frame)
        except Refused as refusal:
            self.reply(ref, error=refusal_shape(refusal))
            self.close_for(refusal, frame)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("frame.busy", extra={"frame": frame.get("type"), "reason": type(error).__name__})
            error_shape = {"code": "busy", "detail": "We could not store this just now: send it again.", "retry_ms": 1000}
            self.reply(ref, error={**error_shape, "request_id": self.id})
        except Exception:
            logger.exception("frame.failed", extra={"frame": frame.get("type")})
            detail = f"Something broke on our side. Tell us {self.id} and we can find it."
            self.reply(ref, error={"code": "internal", "detail": detail, "request_id": self.id})
        else:
            self.reply(ref, fields=answer)
            self.release_held()

    async def answer(self, frame: dict[str, Any]) -> dict[str, Any]:
        kind = frame["type"]
        if kind == "hello":
            if self.session is not None:
                raise Forbidden("hello was said already.")
            return await self.hello(frame)
        if self.session is None:
            raise Forbidden("Say hello first.")
        command = self.commands.get(kind)
        if command is None:
            raise UnknownType()
        with metrics.FRAMES.labels(self.kind, kind).time():
            answer: dict[str, Any] = await threads.run(self.session.run, command, frame)
        await self.follow(self.session.groups)
        return answer

    async def hello(self, frame: dict[str, Any]) -> dict[str, Any]:
        """Join the groups first, then read what to replay: nothing can fall between (architecture, feed 4)."""
        try:
            await self.open_session(frame)
            if not self.take_place(self.session.holder, settings.SOCKETS_PER_PERSON):
                self.show_out()
                raise SlowDown("Too many connections are open.", retry_ms=caps.COME_BACK_MS)
            await self.follow(self.session.groups)
            return await threads.run(self.session.run, self.commands["hello"], frame)
        except Exception:
            # A hello that was not answered may be said again: until then nobody is here.
            self.session = None
            await self.follow(set())
            raise

    async def follow(self, groups: set[str]) -> None:
        """Be in exactly the groups that the session wants."""
        if groups == self.groups:
            return
        layer: Any = get_channel_layer()
        joined, left = groups - self.groups, self.groups - groups
        self.groups = set(groups)
        await asyncio.gather(*(layer.attach(group, self.push) for group in joined))
        for group in left:
            await layer.detach(group, self.push)

    def release_held(self) -> None:
        if self.held is not None and self.session is not None:
            held, self.held = self.held, None
            for text in held:
                self.push(text)

    def limit_speed(self) -> None:
        wait_ms = self.bucket.take()
        if wait_ms == 0:
            self.refused_for_speed = 0
            return
        self.refused_for_speed += 1
        if self.refused_for_speed > ABUSE:
            self.show_out()
        raise SlowDown(retry_ms=wait_ms)

    def show_out(self) -> None:
        """Too much of something: say when to come back, and close."""
        self.put(text_of({"type": "slow", "retry_ms": caps.COME_BACK_MS}))
        self.close(SLOW_DOWN_CLOSE, "slow down")

    def reply(self, ref: Any, *, fields: dict[str, Any] | None = None, error: dict[str, Any] | None = None) -> None:
        body: dict[str, Any] = {"type": "reply", "ref": ref, "ok": error is None}
        self.put(text_of({**body, **(fields or {})} if error is None else {**body, "error": error}))

    def close_for(self, refusal: Refused, frame: dict[str, Any]) -> None:
        """Some refusals end the connection: a bad token, and a hello to what is not there or not theirs."""
        if isinstance(refusal, SignInAgain):
            self.close(SIGN_IN_AGAIN, "sign in again")
        elif frame.get("type") == "hello" and self.session is None and refusal.code in ("not_found", "forbidden"):
            self.close(NO_RIGHT, "no right")

    def end_revoked(self) -> None:
        """A right this socket leaned on has ended."""
        self.put('{"type":"revoked"}')
        self.close(SIGN_IN_AGAIN, "revoked")


def read_frame(text: str | None) -> tuple[dict[str, Any], Any, Refused | None]:
    """A frame, its ref, and why it cannot be taken: even a refusal for speed has to name the frame that it answers."""
    try:
        if text is not None and len(text.encode("utf-8", "surrogatepass")) > MAX_FRAME_BYTES:
            raise TooLarge()
        return *parse_frame(text), None
    except Refused as refusal:
        return {}, None, refusal


def refusal_shape(refusal: Refused) -> dict[str, Any]:
    """The error of a reply. A sign-in refusal is spoken of as `forbidden`: the close code tells the rest."""
    code = {"sign_in": "forbidden", "invalid": "bad_frame"}.get(refusal.code, refusal.code)
    shape: dict[str, Any] = {"code": code, "detail": refusal.detail}
    if refusal.retry_ms is not None:
        shape["retry_ms"] = refusal.retry_ms
    return shape
