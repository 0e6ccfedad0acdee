"""uvicorn, with its newest websockets implementation: what it does on its own, and where it would wait for ever."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
import uvloop
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from chat.direct import offer
from config.serving.manners import CLOSE_WITHIN_S, MESSAGE_BYTES, PING_EVERY_S, PONG_WITHIN_S, keep_little

KEEP_ALIVE_S = 75  # longer than a proxy keeps a connection without use: else it would send a request into our close
FLUSH_S = 1


class Socket(WebSocketsSansIOProtocol):
    """One socket. A reader that has stopped cannot keep it: `close` waits for nobody, and what has timed out is cut."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        keep_little(transport.get_extra_info("socket"))
        super().connection_made(transport)

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            offer(self.scope, self)

    def write_frame(self, frame: bytes) -> bool:
        """Write at once, if there is room."""
        if self.close_sent or not self.handshake_complete or not self.writable.is_set() or self.disconnected:
            return False
        self.transport.write(frame)
        return True

    def gone(self) -> bool:
        """Whether the connection has ended."""
        return self.disconnected

    async def send(self, message: Any) -> None:
        """Waits while the other side does not read, except for `websocket.close`."""
        if message["type"] != "websocket.close":
            await super().send(message)
            return
        self.writable.set()
        await super().send(message)
        if self.close_timer is not None:  # theirs would wait for what was written to be read
            self.close_timer.cancel()
            self.close_timer = self.loop.call_later(CLOSE_WITHIN_S, self.transport.abort)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()


class _Told(uvicorn.Server):
    """A server that is told when to end: the signals are ours."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Server:
    """Listens between `start` and `stop`."""

    def __init__(self, application: Any, listening: socket.socket) -> None:
        config = uvicorn.Config(
            application,
            http="httptools",
            ws=Socket,
            ws_max_size=MESSAGE_BYTES,
            ws_ping_interval=PING_EVERY_S,
            ws_ping_timeout=PONG_WITHIN_S,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            proxy_headers=False,  # config.middleware knows whom to believe
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=FLUSH_S,
        )
        self.server = _Told(config)
        self.listening = listening
        self.running: asyncio.Task[None] | None = None

    @staticmethod
    def new_loop() -> asyncio.AbstractEventLoop:
        return uvloop.new_event_loop()

    async def start(self) -> None:
        self.running = asyncio.create_task(self.server.serve(sockets=[self.listening]))

    async def stop(self) -> None:
        """Listen no more, and end what is still connected once what was written to it has left."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what is cut off now is meant to be
        self.server.should_exit = True
        if self.running is not None:
            await self.running
