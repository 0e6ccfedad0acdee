"""Asks a running Parley over HTTP, and reads from Postgres what the product's own statements touched meanwhile."""

from __future__ import annotations

import http.client
import json
import random
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.world import Guest, World

TIMES = 150
# Those who write are not those who resume: a talk that grows between the sizes would be another question.
SENDERS, READERS = slice(0, 50), slice(50, 100)
WARM = 20

# `calls` tells our requests' statements from what the server does on its own beside them. Nested ones are in their caller's count.
_TOUCHED = """
SELECT left(query, 300), calls, shared_blks_hit + shared_blks_read FROM pg_stat_statements s
JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname = 'parley_app' AND calls >= %s
ORDER BY 3 DESC
"""


@dataclass(frozen=True)
class Asked:
    """One kind of request: blocks of Postgres' memory touched by each, its middle and its slow time, and by which statements."""

    buffers: float
    p50_ms: float
    p95_ms: float
    statements: list[tuple[str, float]]


class Asker:
    """One client on one connection; it asks for another conversation each time."""

    def __init__(self, world: World, port: int, superuser_url: str, known: list[uuid.UUID]) -> None:
        self.world, self.known = world, known
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.db = psycopg.connect(superuser_url, autocommit=True)
        self.db.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        self.random = random.Random(7)  # noqa: S311  (the same conversations at every size)

    def questions(self) -> dict[str, Callable[[], Any]]:
        site = self.world.sites[0].public_id
        inbox = f"/api/v1/projects/{site}/conversations"
        return {
            "thread": lambda: self.ask("GET", f"{inbox}/{self.random.choice(self.known)}/messages?limit=50"),
            "inbox": lambda: self.ask("GET", f"{inbox}?turn=yours"),
            "send": self.send,
            "resume": self.resume,
        }

    def measure(self, question: Callable[[], Any]) -> Asked:
        for _ in range(WARM):
            question()
        self.db.execute("SELECT pg_stat_statements_reset()")
        took: list[float] = []
        for _ in range(TIMES):
            began = time.perf_counter()
            question()
            took.append((time.perf_counter() - began) * 1000)
        statements = [(query, blocks / TIMES) for query, _, blocks in self.db.execute(_TOUCHED, [TIMES]).fetchall()]
        took.sort()
        return Asked(sum(blocks for _, blocks in statements), statistics.median(took), took[int(TIMES * 0.95)], statements)

    def guest(self, among: slice) -> Guest:
        """Somebody of the first project whose token we know."""
        return self.random.choice([one for one in self.world.guests[among] if one.site == 0])

    def send(self) -> None:
        guest = self.guest(SENDERS)
        frame = {"type": "send", "ref": 1, "client_id": str(uuid.uuid4()), "text": "Do you have blue bowls?"}
        body = {"v": 1, "project": self.world.sites[0].key, "token": guest.token, "frames": [frame]}
        answer = self.ask("POST", "/w/api/frames", body)
        if not answer["replies"][0]["ok"]:
            raise ConnectionError(str(answer))

    def resume(self) -> None:
        guest = self.guest(READERS)
        where = f"project={self.world.sites[0].key}&conversation={guest.conversation_public_id}&after=10&wait=0"
        self.ask("GET", f"/w/api/feed?{where}", bearer=guest.token)

    def ask(self, method: str, path: str, body: Any = None, *, bearer: str | None = None) -> Any:
        headers = {"Authorization": f"Bearer {bearer or self.world.api_key}", "Content-Type": "application/json"}
        self.line.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.line.getresponse()
        said = answer.read()
        if answer.status not in (200, 201):
            raise ConnectionError(f"{path}: {answer.status} {said[:300].decode(errors='replace')}")
        return json.loads(said)
