"""A push service that the guarded door may ask, a clock that can be moved, and browsers for the cast."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.actors import Actor
from accounts.models import BrowserSession, Project, User
from accounts.tenancy import tenant
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.models import Conversation, Message, Visitor
from panel.notices import clock, queued
from panel.notices.actions.climb import climb
from panel.notices.actions.follow_talks import follow_talks
from panel.notices.actions.send_rings import send_rings
from panel.notices.actions.subscribe_device import subscribe_device
from panel.notices.models import Device
from panel.notices.push import subscription_of
from tests.cast import Cast
from tests.push_service import ADDRESS, PushService, Subscribed

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """How far the clock is ahead: what is put into the list adds up."""
    ahead: list[timedelta] = []

    def now() -> datetime:
        return timezone.now() + sum(ahead, timedelta())

    monkeypatch.setattr(clock, "now", now)
    return ahead


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    """With it comes the right to ask it."""
    settings.OUTBOUND_ALLOW_NETWORKS = (ip_network(f"{ADDRESS}/32"),)
    with PushService() as opened:
        yield opened


def session_of(user: User) -> BrowserSession:
    now = timezone.now()
    facts = {"device": uuid.uuid4().hex, "user_agent": AGENT, "method": "password", "signed_in_at": now, "last_seen_at": now}
    return BrowserSession.objects.create(user=user, session_key=uuid.uuid4().hex, **facts)


@dataclass
class Street:
    """The cast around Acme's shop, with what happens there."""

    cast: Cast
    service: PushService
    ahead: list[timedelta]

    def browser(self, name: str) -> Subscribed:
        """One that rings for somebody."""
        browser, user = self.service.subscribe(), self.cast.users[name]
        subscribe_device(user, session_of(user), subscription_of(browser.json), user_agent=AGENT, language="en")
        return browser

    def device(self, browser: Subscribed) -> Device:
        return Device.objects.select_related("session").get(endpoint=browser.endpoint)

    def writes(self, text: str = "Blue bowls?", visitor: Visitor | None = None, project: Project | None = None) -> Message:
        """A visitor writes, and whoever follows hears of it."""
        project = project or self.cast.shop
        with tenant(project):
            said = post_visitor_message(project, visitor or self.cast.wanda, client_id=uuid.uuid4(), text=text)
            row: Message = Message.objects.select_related("conversation").filter(conversation=said.conversation).latest("number")
            follow_talks(project, self.unfollowed(said.conversation, row))
        return row

    def answers(self, who: Actor, talk: Conversation, text: str = "Yes", kind: str = "text") -> None:
        with tenant(self.cast.shop):
            post_message(who, self.cast.shop, talk, client_id=uuid.uuid4(), text=text, kind=kind)
            self.follow(talk)

    def follow(self, talk: Conversation) -> None:
        row: Message = Message.objects.filter(conversation=talk).latest("number")
        follow_talks(self.cast.shop, self.unfollowed(talk, row))

    def unfollowed(self, talk: Conversation, last: Message) -> list[int]:
        """The talk's lines since it was followed last."""
        before = self._followed.get(talk.pk, 0)
        self._followed[talk.pk] = last.number
        rows = Message.objects.filter(conversation=talk, number__gt=before).order_by("number")
        return list(rows.values_list("pk", flat=True))

    def pass_time(self, **by: float) -> None:
        """It is later, and beat has looked."""
        self.ahead.append(timedelta(**by))
        self.call_out()

    def call_out(self, project: Project | None = None) -> None:
        project = project or self.cast.shop
        ref = ProjectRef(project.pk, project.account_id)
        climb(ref)
        send_rings(ref)

    def __post_init__(self) -> None:
        self._followed: dict[int, int] = {}


@pytest.fixture
def street(cast: Cast, service: PushService, moved: list[timedelta], monkeypatch: pytest.MonkeyPatch) -> Street:
    """Nothing is queued by itself: the story says when the worker works."""
    monkeypatch.setattr(queued, "ring_soon", lambda project: None)
    return Street(cast, service, moved)
