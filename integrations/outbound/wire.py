"""The socket below HTTP: it goes where it was told, and neither dripping nor pouring keeps it longer than its deadline."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
from django.utils.translation import gettext as _

from integrations.outbound.addresses import Address
from integrations.outbound.troubles import OutboundFailed

CONNECT_S = 5.0  # INT5; over all addresses of a name
TRIES = 4  # addresses of one name
WIRE_AT_MOST = 1024 * 1024  # bytes: a body of 64 kB in the smallest chunks, with its headers


class Deadline:
    """A moment after which nothing is waited for any more."""

    def __init__(self, seconds: float) -> None:
        self.moment = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then, never none. Raises TimeoutError afterwards."""
        left = self.moment - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def earlier(self, seconds: float) -> Deadline:
        """The same, or sooner: a share of the time."""
        return Deadline(min(seconds, self.left()))


class Dialler(httpcore.NetworkBackend):
    """Connects to one of the addresses that were judged, whatever name it is asked for."""

    def __init__(self, addresses: list[Address], deadline: Deadline, tell: Callable[[Address], None]) -> None:
        self.addresses, self.deadline, self.tell = addresses[:TRIES], deadline, tell

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Wire:
        until = self.deadline.earlier(CONNECT_S)
        trouble: OSError = OSError("no address")
        for at, address in enumerate(self.addresses):
            self.tell(address)
            try:
                return Wire(_connect(address, port, until.left() / (len(self.addresses) - at)), self.deadline)
            except OSError as error:
                trouble = error
        raise trouble


def _connect(address: Address, port: int, seconds: float) -> socket.socket:
    """A connection to a numeric address: nothing is resolved here, by anybody."""
    opened = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
    try:
        opened.settimeout(seconds)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.connect((str(address), port))
    except BaseException:
        opened.close()
        raise
    return opened


class Wire(httpcore.NetworkStream):
    """One connection. Each wait is until the deadline of the whole, not a time of its own. Raises TimeoutError, OSError."""

    def __init__(self, opened: socket.socket, deadline: Deadline) -> None:
        self.socket, self.deadline, self.taken = opened, deadline, 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.socket.settimeout(self.deadline.left())
        data = self.socket.recv(max_bytes)
        self.taken += len(data)
        if self.taken > WIRE_AT_MOST:
            raise OutboundFailed("too_large", _("It said more than we listen to."))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        while buffer:
            self.socket.settimeout(self.deadline.left())
            try:
                buffer = buffer[self.socket.send(buffer) :]
            except (BrokenPipeError, ConnectionResetError):
                # Who refuses early may have said why: httpcore reads on.
                raise httpcore.WriteError from None

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> Wire:
        try:
            self.socket.settimeout(self.deadline.left())
            self.socket = ssl_context.wrap_socket(self.socket, server_hostname=server_hostname)
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        self.socket.close()

    def get_extra_info(self, info: str) -> Any:
        return None
