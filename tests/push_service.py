"""A push service of our own on this machine, and the browsers subscribed to it: it takes pushes and can open what is sealed for them."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ADDRESS = "127.0.0.2"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Subscribed:
    """A browser's side of a subscription: the keys that never leave it."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)

    @property
    def json(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON` gives it."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": {"p256dh": b64(point), "auth": b64(self.auth)}}

    def opened(self, body: bytes) -> dict[str, Any]:
        """What the push service cannot read."""
        opened: dict[str, Any] = json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"))
        return opened


class PushService:
    """Answers with what it is told to, else 201, and keeps what came."""

    def __init__(self) -> None:
        self.pushed: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: deque[tuple[int, dict[str, str]]] = deque()
        self.came = threading.Condition()
        self.server = ThreadingHTTPServer((ADDRESS, 0), type("Door", (_Door,), {"service": self}))
        self.url = f"http://{ADDRESS}:{self.server.server_port}"

    def __enter__(self) -> PushService:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def subscribe(self) -> Subscribed:
        return Subscribed(f"{self.url}/push/{b64(os.urandom(12))}")

    def bodies(self, browser: Subscribed) -> list[bytes]:
        path = browser.endpoint.removeprefix(self.url)
        return [body for where, _headers, body in self.pushed if where == path]

    def heard(self, browser: Subscribed) -> list[dict[str, Any]]:
        """What came for a browser, opened."""
        return [browser.opened(body) for body in self.bodies(browser)]

    def wait(self, browser: Subscribed, count: int = 1) -> list[dict[str, Any]]:
        """The same, once so many are there."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.bodies(browser)) >= count, timeout=30), f"no push came, of {count}"
        return self.heard(browser)


class _Door(BaseHTTPRequestHandler):
    service: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.service.came:
            self.service.pushed.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = self.service.answers.popleft() if self.service.answers else (201, {})
            self.service.came.notify_all()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """What it says of itself is nobody's business."""
