"""A vendor's stand-in: a real HTTPS server on loopback that writes down what it was asked and answers as the vendor documents."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ADDRESS = "127.0.0.2"


@dataclass(frozen=True)
class Asked:
    """One request as it came in; names of headers in small letters."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What the vendor answers."""

    status: int = 200
    body: Any = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Vendor = Callable[[Asked], Reply]


@dataclass
class StandIn:
    """The server: `vendor` decides what it answers, and a `turn` is one answer before it is asked again."""

    vendor: Vendor
    asked: list[Asked] = field(default_factory=list)
    turns: list[Reply] = field(default_factory=list)
    port: int = 0

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self.turns.pop(0) if self.turns else self.vendor(asked)


@contextmanager
def standing_in(vendor: Vendor, context: ssl.SSLContext) -> Iterator[StandIn]:
    """The server while the block runs."""
    stand_in = StandIn(vendor)
    server = ThreadingHTTPServer((ADDRESS, 0), _handler(stand_in))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    stand_in.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = stand_in.answer(Asked(self.command, headers["host"].partition(":")[0], self.path, headers, body))
            raw = reply.body if isinstance(reply.body, bytes) else str(reply.body).encode()
            if isinstance(reply.body, (dict, list)):
                raw = json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"content-length": str(len(raw)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_PATCH = _any  # noqa: N815  (the server looks for these names)

        def log_message(self, *arguments: Any) -> None:
            """Nothing on the terminal."""

    return Handler
