"""A server that behaves as badly as it is told to, byte by byte: no HTTP library would."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing says RST
GIVE_UP_S = 60.0  # far beyond any deadline of the door

Script = Callable[[socket.socket], None]


class Partner:
    """Listens at an address. Every connection is counted, its request heard, then the script is played to it."""

    def __init__(self, address: str, port: int = 0) -> None:
        self.listening = socket.create_server((address, port))
        self.address, self.port = self.listening.getsockname()[:2]
        self.url = f"http://{self.address}:{self.port}"
        self.connections = 0
        self.heard: list[bytes] = []
        self.greeting = True  # whether it waits for a request before it plays
        self.script: Script = answer("200 OK", b"fine")
        self.context: ssl.SSLContext | None = None

    def __enter__(self) -> Partner:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                opened, _ = self.listening.accept()
                self.connections += 1
                threading.Thread(target=self._play, args=(opened,), daemon=True).start()

    def _play(self, opened: socket.socket) -> None:
        opened.settimeout(GIVE_UP_S)
        with contextlib.suppress(OSError), opened:
            spoken = self.context.wrap_socket(opened, server_side=True) if self.context else opened
            with spoken:
                if self.greeting:
                    self.heard.append(_request(spoken))
                self.script(spoken)


def _request(spoken: socket.socket) -> bytes:
    """One whole request."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += spoken.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += spoken.recv(65536)
    return head + b"\r\n\r\n" + body


def say(*parts: bytes) -> Script:
    """These bytes, then the end."""
    return lambda spoken: spoken.sendall(b"".join(parts))


def answer(status: str, body: bytes = b"", *headers: str) -> Script:
    """A proper answer."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers])
    return say(head.encode() + b"\r\n\r\n" + body)


def drip(head: bytes, drop: bytes, every_s: float = 0.05) -> Script:
    """A drop at a time, and never an end while anybody listens."""

    def script(spoken: socket.socket) -> None:
        spoken.sendall(head)
        until = time.monotonic() + GIVE_UP_S
        while time.monotonic() < until:
            spoken.sendall(drop)
            time.sleep(every_s)

    return script


def pour(head: bytes, wave: bytes) -> Script:
    """As fast as the other side takes it."""
    return drip(head, wave, every_s=0)


def reset(after: bytes = b"") -> Script:
    """These bytes, then RST instead of an end."""

    def script(spoken: socket.socket) -> None:
        spoken.sendall(after)
        spoken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    return script


def silence(spoken: socket.socket) -> None:
    """Nothing, until the other side goes."""
    spoken.recv(1)
