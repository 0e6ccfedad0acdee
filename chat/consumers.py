"""The base of both sockets: frames in, exactly one reply each, pushes between them. Knows no rule of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from accounts.errors import Banned, Forbidden, Refused, SignInAgain, SlowDown, TooLarge, UnknownType
from accounts.tracing import new_id, request_id
from chat import caps, draining, metrics, threads
from chat.direct import direct_of
from chat.handshake import address_of
from chat.hub import hub
from chat.live import text_of
from chat.outgoing import TOO_SLOW, Outgoing
from chat.parsing import MAX_FRAME_BYTES, Bucket, parse_frame

logger = logging.getLogger(__name__)
T = TypeVar("T")

Command = Callable[[Any, dict[str, Any]], dict[str, Any]]

HELLO_WITHIN_S = 5.0
HEARTBEAT_S = 20
# Their replies say how a conversation stands. A push that overtook one would be newer, and be undone by it.
REPLAYS = {"resume"}
ABUSE = 200  # refusals for speed, without a rest that fills the bucket, before the socket is closed

SIGN_IN_AGAIN, NO_RIGHT, SLOW_DOWN_CLOSE, RESTARTING = 4401, 4403, 4429, 1012


class Gone(Exception):
    """Whoever asked is not there any more."""


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
        self.id = new_id(12)
        self.bucket = Bucket()
        self.refused_for_speed = 0
        self.direct = direct_of(scope)
        self.out = Outgoing(send, self.direct)
        self.groups: set[str] = set()
        self.places: list[str] = []

    # What the two sockets say for themselves --------------------------------------------------------------------------

    async def may_connect(self) -> bool:
        """Decides by Origin and the like, before the handshake is answered."""
        raise NotImplementedError

    async def open_session(self, frame: dict[str, Any]) -> None:
        """Authenticate `hello` and set `self.session`, which has `groups` and `run(command, frame)`. Raises Refused."""
        raise NotImplementedError

    async def farewell(self) -> None:
        """The socket has gone."""

    async def answer_at_once(self, frame: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to a frame that needs neither a thread nor a query. None: its command answers. Raises Refused."""
        return None

    # The connection ---------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        await self.receive()  # websocket.connect
        if not await self.may_connect():
            await self.send({"type": "websocket.close", "code": NO_RIGHT})
            return
        await self.send({"type": "websocket.accept"})
        request_id.set(self.id)
        metrics.SOCKETS.labels(self.kind).inc()
        self.expect_hello()
        try:
            with draining.guest(self.ask_to_go):
                await self.listen()
        finally:
            self.patience.cancel()
            self.out.stop()
            metrics.SOCKETS.labels(self.kind).dec()
            for place in self.places:
                caps.give_back(place)
            await self.leave()

    async def listen(self) -> None:
        """Hear one frame after another until the other side has gone."""
        if not self.take_place(f"address:{address_of(self.scope)}", settings.SOCKETS_PER_ADDRESS):
            self.show_out()
        while (event := await self.receive())["type"] != "websocket.disconnect":
            await self.hear(event.get("text"))
            await self.out.flush()

    def take_place(self, holder: str, limit: int) -> bool:
        """Count this socket for its holder until it ends; False when the holder has too many."""
        taken = caps.take(holder, limit)
        if taken:
            self.places.append(holder)
        return taken

    async def leave(self) -> None:
        await self.follow(set())
        # Where the process drains, they are on their way to another one; if not, their presence expires.
        if self.session is not None and not draining.begun():
            with contextlib.suppress(DatabaseError, InterfaceError):
                await self.farewell()

    def expect_hello(self) -> None:
        """Whoever connects says who they are, and soon. How long the answer takes is our own affair."""
        end = partial(self.out.close, TOO_SLOW, "no hello")
        self.patience = asyncio.get_running_loop().call_later(HELLO_WITHIN_S, end)

    def ask_to_go(self) -> None:
        """This process ends: come back to another one."""
        self.out.put(text_of({"type": "restarting", "retry_ms": draining.retry_ms()}))
        self.out.close(RESTARTING, "restarting")

    # In ---------------------------------------------------------------------------------------------------------------

    async def hear(self, text: str | None) -> None:
        if self.out.ending is not None:
            return  # what was sent before the other side heard of the end must not act any more
        self.out.answering = True
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
        except Gone:
            pass
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
        finally:
            if self.session is not None:
                self.out.release()
            self.out.answered()

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
        at_once = await self.answer_at_once(frame)  # it has a histogram of its own
        if at_once is not None:
            return at_once
        if kind in REPLAYS:
            self.out.hold()
        with metrics.FRAMES.labels(self.kind, kind).time():
            answer: dict[str, Any] = await self.in_thread(self.session.run, command, frame)
        await self.follow(self.session.groups)
        return answer

    async def in_thread(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call it in a thread, unless the other side has gone while it waited for one: then nobody hears what comes of it."""

        def unless_gone() -> T:
            if self.direct is not None and self.direct.gone():
                raise Gone()
            return function(*args, **kwargs)

        return await threads.run(unless_gone)

    async def hello(self, frame: dict[str, Any]) -> dict[str, Any]:
        """Join the groups first, then read what to replay: nothing can fall between (architecture, feed 4)."""
        self.patience.cancel()
        if threads.queued() > caps.CROWDED:
            self.show_out(caps.crowd_wait_ms())
            raise SlowDown("Many people come at once.", retry_ms=caps.crowd_wait_ms())
        try:
            await self.open_session(frame)
            if not self.take_place(self.session.holder, settings.SOCKETS_PER_PERSON):
                self.show_out()
                raise SlowDown("Too many connections are open.", retry_ms=caps.COME_BACK_MS)
            await self.follow(self.session.groups)
            return await self.in_thread(self.session.run, self.commands["hello"], frame)
        except Exception:
            # A hello that was not answered may be said again: until then nobody is here.
            self.session = None
            await self.follow(set())
            self.expect_hello()
            raise

    async def follow(self, groups: set[str]) -> None:
        """Be in exactly the groups that the session wants."""
        if groups == self.groups:
            return
        joined, left = groups - self.groups, self.groups - groups
        self.groups = set(groups)
        here = hub()
        await asyncio.gather(*(here.attach(group, self.out.push) for group in joined))
        for group in left:
            here.detach(group, self.out.push)

    def limit_speed(self) -> None:
        wait_ms = self.bucket.take()
        if self.bucket.rested:
            self.refused_for_speed = 0
        if wait_ms == 0:
            return
        self.refused_for_speed += 1
        if self.refused_for_speed > ABUSE:
            self.show_out()
        raise SlowDown(retry_ms=wait_ms)

    def show_out(self, retry_ms: int = caps.COME_BACK_MS) -> None:
        """Too much of something: say when to come back, and close."""
        self.out.put(text_of({"type": "slow", "retry_ms": retry_ms}))
        self.out.close(SLOW_DOWN_CLOSE, "slow down")

    def reply(self, ref: Any, *, fields: dict[str, Any] | None = None, error: dict[str, Any] | None = None) -> None:
        body: dict[str, Any] = {"type": "reply", "ref": ref, "ok": error is None}
        self.out.add(text_of({**body, **(fields or {})} if error is None else {**body, "error": error}))

    def close_for(self, refusal: Refused, frame: dict[str, Any]) -> None:
        """Some refusals end the connection: a bad token, and a hello to what is not there or not theirs."""
        if isinstance(refusal, SignInAgain):
            self.out.close(SIGN_IN_AGAIN, "sign in again")
        elif isinstance(refusal, Banned):
            self.end_banned()
        elif frame.get("type") == "hello" and self.session is None and refusal.code in ("not_found", "forbidden"):
            self.out.close(NO_RIGHT, "no right")

    def end_banned(self) -> None:
        """Somebody is kept out by now: say so in a push, since close reasons may be dropped."""
        self.out.put('{"type":"banned"}')
        self.out.close(NO_RIGHT, "banned")

    def end_revoked(self) -> None:
        """A right this socket leaned on has ended."""
        self.out.put('{"type":"revoked"}')
        self.out.close(SIGN_IN_AGAIN, "revoked")


def read_frame(text: str | None) -> tuple[dict[str, Any], Any, Refused | None]:
    """A frame, its ref, and why it cannot be taken: even a refusal for speed has to name the frame that it answers."""
    try:
        # No character has more than four bytes: what is short enough is not counted.
        if text is not None and len(text) > MAX_FRAME_BYTES // 4 and len(text.encode("utf-8", "surrogatepass")) > MAX_FRAME_BYTES:
            raise TooLarge()
        return *parse_frame(text), None
    except Refused as refusal:
        return {}, None, refusal


def refusal_shape(refusal: Refused) -> dict[str, Any]:
    """The error of a reply. A sign-in refusal is spoken of as `forbidden`: the close code tells the rest."""
    code = {"sign_in": "forbidden", "invalid": "bad_frame"}.get(refusal.code, refusal.code)
    shape: dict[str, Any] = {"code": code, "detail": refusal.detail}
    if refusal.fields:
        shape["fields"] = refusal.fields
    if refusal.retry_ms is not None:
        shape["retry_ms"] = refusal.retry_ms
    return shape
