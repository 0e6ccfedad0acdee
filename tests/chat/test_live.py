"""Announcements: heard after the commit only, by the audience of their type only."""

from __future__ import annotations

import typing
import uuid

import pytest
import redis
from django.conf import settings
from django.db import transaction

from accounts.tenancy import tenant
from chat import doorbell, live
from chat.actions.post_visitor_message import post_visitor_message
from chat.events import REGISTRY
from tests.cast import Cast, build_cast
from tests.chat.hearing import hearing

FOR_OPERATORS = sorted({event.name for event in REGISTRY} - {event.name for event in REGISTRY if event.audience == "everyone"})


class TestAudience:
    @pytest.mark.parametrize("name", FOR_OPERATORS)
    def test_a_visitor_is_never_sent_what_operators_hear(self, cast: Cast, name: str) -> None:
        with pytest.raises(AssertionError):
            live.to_visitor(cast.shop, cast.vera.public_id, {"type": name})

    def test_an_event_that_is_not_in_the_registry_is_sent_to_nobody(self, cast: Cast) -> None:
        for send in (
            lambda: live.to_operators(cast.shop, {"type": "secret"}),
            lambda: live.to_visitor(cast.shop, uuid.uuid4(), {"type": "secret"}),
        ):
            with pytest.raises(AssertionError):
                send()

    def test_each_type_says_its_name(self) -> None:
        for event in REGISTRY:
            hint = typing.get_type_hints(event.payload)["type"]
            assert typing.get_args(hint) == (event.name,)


class TestCommit:
    def test_what_is_rolled_back_is_never_heard_of(self, in_shop: Cast) -> None:
        with hearing() as heard, transaction.atomic():
            post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="Never mind")
            transaction.set_rollback(True)
        assert heard.texts == []

    def test_nothing_rings_before_the_commit(self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        rung: list[str] = []
        monkeypatch.setattr(doorbell, "ring", lambda group, text: rung.append(group))
        post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="Hello")
        assert rung == []


def test_a_commit_rings_in_redis(cloned_database: str) -> None:
    people = build_cast()
    channel = f"{doorbell.CHANNEL_PREFIX}p.{people.shop.pk}"
    with redis.Redis.from_url(settings.REDIS_URL, decode_responses=True) as server, server.pubsub() as ear:
        ear.subscribe(channel)
        assert ear.get_message(timeout=10)["type"] == "subscribe"
        with tenant(people.shop):
            post_visitor_message(people.shop, people.vera, client_id=uuid.uuid4(), text="Grüße 😀")
        message = ear.get_message(timeout=10)
    assert message["type"] == "message" and '"text":"Grüße 😀"' in message["data"]
