"""Daphne on uvloop, and the manners that its sockets lack: they wait for slow readers, read no further than we can, and say why they close.

Twisted takes one reactor a process, and daphne installs its own when it is imported: so ours is there before.
"""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from typing import Any

import uvloop
from twisted.internet import asyncioreactor

LOOP = uvloop.new_event_loop()
asyncioreactor.install(LOOP)

from autobahn.util import encode_truncate  # noqa: E402  (each of these takes the reactor that is there)
from autobahn.websocket.types import ConnectionDeny  # noqa: E402
from daphne import server as daphne  # noqa: E402
from daphne.http_protocol import HTTPFactory  # noqa: E402
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol  # noqa: E402
from twisted.internet import reactor  # noqa: E402
from twisted.logger import globalLogBeginner  # noqa: E402

from chat.direct import offer  # noqa: E402
from config.serving.manners import CLOSE_WITHIN_S, MESSAGE_BYTES, PING_EVERY_S, PONG_WITHIN_S, keep_little  # noqa: E402

UNREAD = 32  # frames that the application has not taken; then we stop reading until it has taken all of them
LOOK_EVERY_S, FLUSH_LOOKS = 0.02, 50


class Unread(asyncio.Queue[dict[str, Any]]):
    """What a socket has said and the application has not heard. Too much of it stops the reading."""

    def __init__(self, transport: Any) -> None:
        super().__init__()
        self.transport = transport
        self.paused = False

    def _put(self, item: dict[str, Any]) -> None:
        super()._put(item)
        if self.qsize() >= UNREAD and not self.paused:
            self.paused = True
            self.transport.pauseProducing()

    def _get(self) -> dict[str, Any]:
        item: dict[str, Any] = super()._get()
        if self.paused and self.empty():
            self.paused = False
            self.transport.resumeProducing()
        return item


class Socket(WebSocketProtocol):  # type: ignore[misc]
    """One socket. It is its transport's producer: Twisted tells it when too much is waiting to leave."""

    def connectionMade(self) -> None:  # noqa: N802  (Twisted's name)
        self.writable = asyncio.Event()
        self.writable.set()
        keep_little(self.transport.getHandle())
        self.transport.unregisterProducer()  # the request that this socket grew out of
        self.transport.registerProducer(self, True)
        super().connectionMade()

    def pauseProducing(self) -> None:  # noqa: N802
        self.writable.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self.writable.set()

    def stopProducing(self) -> None:  # noqa: N802
        self.writable.set()  # it has gone: nobody shall wait for it

    def handle_reply(self, message: dict[str, Any]) -> None:
        """What the application says. A refusal has a status, and a close its reason and any code: 1012 is one of ours."""
        if message["type"] == "websocket.http.response.start":
            self.handshake_deferred.errback(ConnectionDeny(message["status"], "Refused"))
            del self.handshake_deferred
            self.server.protocol_disconnected(self)
        elif message["type"] == "websocket.close" and self.state != self.STATE_CONNECTING:
            self.say_goodbye(message.get("code") or 1000, message.get("reason") or "")
        elif message["type"] == "websocket.send" and self.state in (self.STATE_CLOSING, self.STATE_CLOSED):
            pass  # it has gone, or is about to: whoever reads hears of it
        elif message["type"] != "websocket.http.response.body":
            super().handle_reply(message)

    def write_frame(self, frame: bytes) -> bool:
        """Write at once, if there is room."""
        if self.state != self.STATE_OPEN or not self.writable.is_set():
            return False
        if rest := self.send_now(frame):
            self.transport.write(rest)
        return True

    def send_now(self, frame: bytes) -> bytes:
        """Give the kernel what it takes; the rest, or all of it when something waits already, is Twisted's.

        Twisted would ask the loop to tell it when it may write, write then, and ask to be told no more: two calls of the
        kernel more for each frame, where there nearly always is room.
        """
        transport = self.transport
        if transport.dataBuffer or transport._tempDataBuffer or transport.disconnecting:
            return frame
        try:
            return frame[transport.socket.send(frame) :]
        except OSError:  # full; or ended, of which Twisted hears at its own turn
            return frame

    def gone(self) -> bool:
        """Whether the connection has ended."""
        return bool(self.state == self.STATE_CLOSED)

    def say_goodbye(self, code: int = 1012, reason: str = "restarting") -> None:
        """Close; a side that does not answer in time is cut off."""
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code, encode_truncate(reason, 123))


class _Daphne(daphne.Server):  # type: ignore[misc]
    """Daphne with our sockets in it. Its own `run` is not used: it would take the loop and the signals."""

    def __init__(self, application: Any) -> None:
        super().__init__(
            application,
            endpoints=["adopted"],  # it insists on one; the port is given to `listen`
            ping_interval=PING_EVERY_S,
            application_close_timeout=10,
            websocket_timeout=-1,
            server_name="",  # no banner
        )
        self.connections: dict[Any, dict[str, Any]] = {}
        self.http_factory = HTTPFactory(self)
        self.ws_factory = WebSocketFactory(self, server="")
        self.ws_factory.protocol = Socket
        self.ws_factory.setProtocolOptions(
            autoPingTimeout=PONG_WITHIN_S,
            allowNullOrigin=True,  # who may come from where is decided by the consumers
            openHandshakeTimeout=5,
            failByDrop=False,  # what is against the protocol is told so, with a code
            closeHandshakeTimeout=CLOSE_WITHIN_S,
            maxMessagePayloadSize=MESSAGE_BYTES,
            maxFramePayloadSize=MESSAGE_BYTES,
        )

    def listen(self, listening: socket.socket) -> Any:
        """Serve what comes to this port, and look after the connections. Returns what closes the port."""
        globalLogBeginner.beginLoggingTo([lambda _: None], redirectStandardIO=False, discardBuffer=True)
        reactor.callLater(1, self.application_checker)
        reactor.callLater(2, self.timeout_checker)
        return reactor.adoptStreamPort(listening.fileno(), listening.family, self.http_factory)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if not isinstance(protocol, Socket):
            return super().create_application(protocol, scope)
        unread = Unread(protocol.transport)
        scope["asgi"] = {"version": "3.0"}
        offer(scope, protocol)
        said = self.application(scope, unread.get, partial(self.handle_reply, protocol))
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(said)
        return unread

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Waits while a socket's other side does not read, except for `websocket.close`."""
        if isinstance(protocol, Socket) and message["type"] != "websocket.close":
            await protocol.writable.wait()
        await super().handle_reply(protocol, message)


class Server:
    """Listens between `start` and `stop`."""

    def __init__(self, application: Any, listening: socket.socket) -> None:
        self.server = _Daphne(application)
        self.listening = listening
        self.port: Any = None

    @staticmethod
    def new_loop() -> asyncio.AbstractEventLoop:
        return LOOP

    async def start(self) -> None:
        self.port = self.server.listen(self.listening)
        self.listening.close()  # Twisted made a copy

    async def stop(self) -> None:
        """Listen no more, and end what is still connected once what was written to it has left."""
        self.port.stopListening()
        for connection in [one for one in self.server.connections if isinstance(one, Socket)]:
            connection.say_goodbye()
        for _ in range(FLUSH_LOOKS):
            if not reactor.getWriters():
                return
            await asyncio.sleep(LOOK_EVERY_S)
