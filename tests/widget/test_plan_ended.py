"""A visitor of a project whose plan has ended: told where else to write, and nothing of them is stored."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta

from django.test import Client

from accounts.models import Project
from accounts.tenancy import tenant
from chat.models import Conversation, Message, Visitor
from tests.accounts.billing.paying import Travel, pay, travel
from tests.cast import Cast

__all__ = ["travel"]

WORDS = "No chat can begin here just now. Write to hello@acme.example."


def end(cast: Cast, travel: Travel) -> None:
    pay(cast)
    with tenant(cast.shop):
        Project.objects.filter(pk=cast.shop.pk).update(email="hello@acme.example")
    travel(timedelta(days=40))


def stored(cast: Cast) -> tuple[int, int, int]:
    with tenant(cast.shop):
        return Visitor.objects.count(), Conversation.objects.count(), Message.objects.count()


def configuration_of(cast: Cast) -> dict[str, str]:
    page = Client().get(f"/w/{cast.shop.key}/").content.decode()
    found = re.search(r'id="configuration"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    configuration: dict[str, str] = json.loads(found[1])
    return configuration


class TestTheFrame:
    def test_before_and_after(self, cast: Cast, travel: Travel) -> None:
        assert configuration_of(cast)["ended"] == ""
        end(cast, travel)
        assert configuration_of(cast)["ended"] == WORDS

    def test_without_an_address(self, cast: Cast, travel: Travel) -> None:
        pay(cast)
        travel(timedelta(days=40))
        assert configuration_of(cast)["ended"] == "No chat can begin here just now."


class TestTheFrames:
    def ask(self, cast: Cast, token: str | None) -> list[dict[str, object]]:
        frames = [
            {"type": "send", "ref": 1, "client_id": str(uuid.uuid4()), "text": "Hello"},
            {"type": "identify", "ref": 2, "name": "Somebody", "email": "somebody@example.com"},
        ]
        body = {"v": 1, "project": cast.shop.key, "token": token, "frames": frames}
        answer = Client().post("/w/api/frames", json.dumps(body), "application/json", SERVER_NAME="localhost")
        replies: list[dict[str, object]] = answer.json()["replies"]
        return replies

    def test_a_stranger_leaves_nothing(self, cast: Cast, travel: Travel) -> None:
        end(cast, travel)
        before = stored(cast)
        for reply in self.ask(cast, None):
            assert reply["error"] == {"code": "plan_ended", "detail": WORDS}
        assert stored(cast) == before

    def test_the_premise(self, cast: Cast) -> None:
        before = stored(cast)
        assert all(reply["ok"] for reply in self.ask(cast, None))
        assert stored(cast) == tuple(number + 1 for number in before)

    def test_whose_conversation_is_open_goes_on(self, cast: Cast, travel: Travel) -> None:
        end(cast, travel)
        assert all(reply["ok"] for reply in self.ask(cast, cast.tokens["vera"].token))
