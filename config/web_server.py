"""Daphne with back-pressure: whoever does not read what we answer is not heard any more, instead of filling our memory."""

from __future__ import annotations

from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol


class Gate:
    """Twisted's producer of one socket's transport: while more than 64 KiB wait to be written, nothing is read.

    No pong is read either, so a socket that stays so ends with the ping's timeout.
    """

    def __init__(self, transport: Any) -> None:
        self.transport = transport

    def pauseProducing(self) -> None:  # noqa: N802  Twisted's name
        self.transport.pauseProducing()

    def resumeProducing(self) -> None:  # noqa: N802  Twisted's name
        if self.transport.disconnecting:
            self.transport.unregisterProducer()  # or it would wait for more before it closes
        else:
            self.transport.resumeProducing()

    def stopProducing(self) -> None:  # noqa: N802  Twisted's name
        """The connection has gone."""


class PatientServer(Server):  # type: ignore[misc]  # daphne ships no types
    """Puts a gate before every socket; daphne itself reads on and buffers without end."""

    def protocol_connected(self, protocol: Any) -> None:
        super().protocol_connected(protocol)
        if isinstance(protocol, WebSocketProtocol):
            protocol.transport.unregisterProducer()  # the HTTP channel's, whose request has become a socket
            protocol.transport.registerProducer(Gate(protocol.transport), True)
