"""The two sides of a conversation, and bystanders who must hear nothing of it."""

from __future__ import annotations

import asyncio
import random
from typing import Any
from urllib.parse import urlencode

from tests.faults.client.carriers import FEED_WAIT_S, Carrier, Doors, Json, Poll, Socket
from tests.faults.client.feed import Feed
from tests.faults.client.journal import Journal
from tests.faults.client.person import Person

PAGE = {"url": "https://acme.example/bowls", "title": "Bowls", "referrer": ""}


class Visit:
    """What all tabs of one visitor share: the browser's storage."""

    def __init__(self, project_key: str) -> None:
        self.project_key = project_key
        self.token: str | None = None
        self.conversation: str | None = None
        self.begun = asyncio.Event()


class Tab(Person):
    """One tab of a visitor."""

    def __init__(self, visit: Visit, addresses: list[str], journal: Journal, luck: random.Random) -> None:
        super().__init__(addresses, journal, luck)
        self.visit = visit
        self.outbox()

    async def open(self, address: str, *, polling: bool) -> Carrier:
        if polling:
            return Poll(address, Doors("/w/api/frames", self.feed_path, self.envelope, self.bearer), self.hear)
        return await Socket.open(f"ws://{address}/ws/widget/", {}, self.hear)

    def envelope(self) -> Json:
        return {"v": 1, "project": self.visit.project_key, "token": self.visit.token}

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.visit.token}"} if self.visit.token else {}

    def feed_path(self, cursor: str | None) -> str:
        talk = self.visit.conversation
        after = self.feeds[talk].last if talk in self.feeds else 0
        query = {"project": self.visit.project_key, "conversation": talk or "", "after": after, "wait": FEED_WAIT_S}
        return f"/w/api/feed?{urlencode(query)}"

    def hello(self) -> Json:
        talk = self.visit.conversation
        if talk is not None and talk not in self.feeds:
            self.feeds[talk] = Feed(talk)
        after = self.feeds[talk].last if talk is not None else None
        return {**self.envelope(), "conversation": talk, "page": PAGE, "locale": "en", "after": after}

    async def welcome(self, carrier: Carrier, said: Json) -> None:
        self.visit.token = self.visit.token or said["token"]
        if said["conversation"] is None:
            return
        feed = self.show(said["conversation"]["id"])
        self.take(feed, said["messages"])
        feed.describe(said["conversation"])
        if said["more"]:
            await self.resume(carrier, feed)

    def show(self, conversation: str) -> Feed:
        self.visit.conversation = self.visit.conversation or conversation
        return self.feeds.setdefault(conversation, Feed(conversation))

    async def ping(self, carrier: Carrier) -> None:
        said = await carrier.ask("ping")
        newest = said.get("last") or {}
        feed = self.feeds.get(newest.get("conversation", ""))
        if feed is not None and newest["number"] > feed.last:
            feed.known = newest["number"]
            self.look(feed)

    def acknowledged(self, said: Json) -> None:
        self.show(said["conversation"])
        self.visit.begun.set()
        super().acknowledged(said)

    def hear(self, push: Json, raw: str) -> None:
        if push["type"] == "message" and self.visit.conversation is None:
            self.show(push["conversation"])
        known = self.hear_common(push)
        if push["type"] not in ("message", "presence") or not known:
            self.journal.note("heard", raw=raw)


class Operator(Person):
    """An operator with an API key who shows some conversations of one project."""

    side = "operator"

    def __init__(self, key: str, projects: Any, addresses: list[str], journal: Journal, luck: random.Random) -> None:
        super().__init__(addresses, journal, luck)
        self.key, self.projects = key, projects
        self.pulse: Any = None
        self.heard_since = False

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    async def open(self, address: str, *, polling: bool) -> Carrier:
        if polling:
            return Poll(address, Doors("/api/v1/live/frames", self.feed_path, self.envelope, self.bearer), self.hear)
        return await Socket.open(f"ws://{address}/ws/panel/", self.bearer(), self.hear)

    def envelope(self) -> Json:
        return {"v": 1, "projects": self.projects}

    def feed_path(self, cursor: str | None) -> str:
        wanted = self.projects if isinstance(self.projects, str) else ",".join(self.projects)
        return f"/api/v1/live/feed?{urlencode({'project': wanted, 'wait': FEED_WAIT_S, 'cursor': cursor or ''})}"

    def hello(self) -> Json:
        return self.envelope()

    async def welcome(self, carrier: Carrier, said: Json) -> None:
        await self.resume_all(carrier)

    async def ping(self, carrier: Carrier) -> None:
        """An unknown pulse means reload: one that changed though nothing was heard."""
        said = await carrier.ask("ping")
        if said["pulse"] != self.pulse and not self.heard_since:
            await self.resume_all(carrier)
        self.pulse, self.heard_since = said["pulse"], False

    def hear(self, push: Json, raw: str) -> None:
        self.heard_since = self.heard_since or push["type"] == "message"
        if not self.hear_common(push) and push["type"] not in ("message", "conversation", "read", "presence"):
            self.journal.note("heard", raw=raw)
        elif push["type"] == "message":
            self.check_project(push, raw)

    def check_project(self, push: Json, raw: str) -> None:
        """What is not on the screen is judged all the same: the checker looks whose it is."""
        if push["conversation"] not in self.feeds:
            self.journal.note("beside", c=push["conversation"], n=push["message"]["number"])


class OutsideVisitor(Tab):
    """Somebody who never says a word, and writes down everything they hear."""

    def hear(self, push: Json, raw: str) -> None:
        self.journal.note("heard", raw=raw)


class OutsideOperator(Operator):
    """An operator of another project: the same."""

    def hear(self, push: Json, raw: str) -> None:
        self.journal.note("heard", raw=raw)
