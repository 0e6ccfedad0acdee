"""Asks a running Parley over HTTP, and reads from Postgres what the product's own statements touched meanwhile."""

from __future__ import annotations

import http.client
import json
import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import psycopg

from bench.growth.copying import Copier
from bench.growth.rows import LINES
from bench.growth.speech import order_of
from bench.house import House
from bench.world import Guest
from launcher.tool import must_run

TIMES = 150
# Those who write are not those who resume: a talk that grows between the sizes would be another question.
SENDERS, READERS = slice(0, 50), slice(50, 100)
WARM = 20
# Everything that the page of reports asks for, over its usual thirty days; all of it is one question.
REPORTS = ("summary", "days", "hours", "operators", "departments", "tags", "ratings")
REPORT_TIMES = 40
PAGES, EXPORTED = 60, 1_000  # of an export, and the rows of each

# `calls` tells our requests' statements from what the server does on its own beside them. Nested ones are in their caller's count.
_TOUCHED = """
SELECT left(query, 300), calls, shared_blks_hit + shared_blks_read FROM pg_stat_statements s
JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname = 'parley_app' AND calls >= %s
ORDER BY 3 DESC
"""

_LONG = """
SELECT id FROM (SELECT id, last_number, lead(last_number, %s) OVER (ORDER BY id) AS ending FROM chat_conversation WHERE project_id = %s) c
WHERE last_number = %s AND ending = %s ORDER BY id
"""


@dataclass(frozen=True)
class Asked:
    """One kind of request: blocks of Postgres' memory touched by each, its middle and its slow time, and by which statements.

    `beside` is whatever else was measured, by its name and unit.
    """

    buffers: float
    p50_ms: float
    p95_ms: float
    statements: list[tuple[str, float]]
    beside: dict[str, float] = field(default_factory=dict)


class Asker:
    """One client on one connection; it asks for another conversation each time."""

    def __init__(self, house: House, port: int, copier: Copier) -> None:
        self.house, self.world, self.known, self.speech = house, house.world, copier.known, copier.speech
        self.texts = copier.first_texts
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.db = psycopg.connect(house.superuser_url(), autocommit=True)
        self.db.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        self.random = random.Random(7)  # noqa: S311  (the same conversations at every size)
        self.place = f"/api/v1/projects/{self.world.sites[0].public_id}"

    def all(self) -> dict[str, Asked]:
        """Every question, by its name."""
        pick, speech = self.random.choice, self.speech
        typos, pairs = speech.typos(self.texts), speech.pairs(self.texts)
        inbox = f"{self.place}/conversations"
        questions: dict[str, Callable[[], Any]] = {
            "thread": lambda: self.ask("GET", f"{inbox}/{pick(self.known).public_id}/messages?limit=50"),
            "inbox": lambda: self.ask("GET", f"{inbox}?turn=yours"),
            "send": self.send,
            "resume": self.resume,
            "search, common word": lambda: self.search(pick(speech.common)),
            "search, two words": lambda: self.search(" ".join(pick(pairs))),
            "search, any two words": lambda: self.search(" ".join(self.random.sample(speech.words[pick(self.texts)], 2))),
            "search, rare word": lambda: self.search(order_of(pick(self.known).id)),
            "search, typo": lambda: self.search(pick(typos)),
            "search, name": lambda: self.search(speech.name(pick(self.known).visitor), "visitors"),
        }
        asked = {name: self.measure(question) for name, question in questions.items()}
        asked["reports, 30 days"] = self.measure(self.reports, REPORT_TIMES)
        return asked | self.export()

    def measure(self, question: Callable[[], Any], times: int = TIMES) -> Asked:
        for _ in range(WARM):
            question()
        self.forget()
        took: list[float] = []
        for _ in range(times):
            began = time.perf_counter()
            question()
            took.append((time.perf_counter() - began) * 1000)
        return self.asked(took, {})

    def forget(self) -> None:
        """Let Postgres count from now on."""
        self.db.execute("SELECT pg_stat_statements_reset()")

    def asked(self, took_ms: list[float], beside: dict[str, float]) -> Asked:
        times, took = len(took_ms), sorted(took_ms)
        statements = [(query, blocks / times) for query, _, blocks in self.db.execute(_TOUCHED, [times]).fetchall()]
        return Asked(sum(blocks for _, blocks in statements), statistics.median(took), took[int(times * 0.95)], statements, beside)

    def search(self, question: str, among: str = "results") -> None:
        """It must be found: what nobody said costs little."""
        answer = self.ask("GET", f"{self.place}/search?q={quote(question)}")
        if not answer[among]:
            raise ConnectionError(f"Nothing found for {question!r}.")

    def reports(self) -> None:
        answers = {name: self.ask("GET", f"{self.place}/reports/{name}") for name in REPORTS}
        if not answers["summary"]["now"]["answered"]:
            raise ConnectionError(f"Nothing to report: {answers['summary']}")

    def export(self) -> dict[str, Asked]:
        """A page of rows and a paper, from places all over the past: written by the product in a process of its own."""
        file = self.house.folder / "exported.json"
        env = {name: value for name, value in self.house.env.items() if name != "DATABASE_OWNER_URL"}
        asked: dict[str, Asked] = {}
        for what in ("pages", "papers"):
            file.write_text(json.dumps(self.places()))
            self.forget()
            must_run([sys.executable, "-m", "bench.growth.exporter", what, str(file)], "The export failed.", env=env)
            told = json.loads(file.read_text())
            asked[f"export, {told['of']}"] = self.asked(told["took_ms"], told["beside"])
        return asked

    def places(self) -> list[int]:
        """Conversations of the first project from all over the past, behind which long ones follow for a whole page."""
        found = self.db.execute(_LONG, [-(-EXPORTED // LINES), self.world.sites[0].id, LINES, LINES]).fetchall()
        return [found[at * len(found) // PAGES][0] for at in range(PAGES)]

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
