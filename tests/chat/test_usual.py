"""How soon somebody usually answers: from the last days' conversations, and nothing where that says nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tenancy import tenant
from chat import doorbell, usual
from chat.actions.close_conversation import close_conversation
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.models import Conversation
from chat.tokens import mint_token
from chat.usual import usual_answer_min
from tests.cast import Cast, build_cast
from tests.databases import sql
from widget.reception import desk_configuration

HOUR = 3600
NOBODY = None  # has answered
FIRST_ANSWER = 3  # its number: a note stands before it


@pytest.fixture(scope="class")
def house(cloned_database_of_class: str) -> Cast:
    """Where commits are commits: only the tables' owner may say when something was said."""
    return build_cast()


@pytest.fixture
def shop(house: Cast) -> Cast:
    """Whatever was said in it is long ago, and nobody has counted."""
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.flushall()
    with tenant(house.shop):
        Conversation.objects.update(created_at=timezone.now() - timedelta(days=usual.DAYS + 1), status="closed", closed_at=timezone.now())
    return house


def asked(cast: Cast, answers: Sequence[float | None], *, hours_ago: float = 26, closed: bool = False) -> None:
    """Visitors wrote so long ago, and were answered so many seconds later, or not at all."""
    began, moves = f"now() - interval '{hours_ago} hours'", []
    with tenant(cast.shop):
        for answered in answers:
            visitor = register_visitor(cast.shop, mint_token(cast.shop))
            talk = post_visitor_message(cast.shop, visitor, client_id=uuid.uuid4(), text="Hello").conversation
            for kind in () if answered is NOBODY else ("note", "text", "text"):
                post_message(cast.oscar, cast.shop, talk, client_id=uuid.uuid4(), text="Yes", kind=kind)
            if closed:
                talk.refresh_from_db()
                close_conversation(cast.oscar, cast.shop, talk)
            of_it = f"SET created_at = {began} + interval '{answered or 0} s' WHERE conversation_id = {talk.pk}"
            moves += [f"UPDATE chat_conversation SET created_at = {began} WHERE id = {talk.pk}"]
            moves += [f"UPDATE chat_message SET created_at = {began} WHERE conversation_id = {talk.pk} AND number = 1"]
            moves += [f"UPDATE chat_message {of_it} AND number = {FIRST_ANSWER}"]
    sql(";\n".join([*moves, ""]), str(connection.settings_dict["NAME"]))


def told(cast: Cast) -> int:
    with tenant(cast.shop):
        return usual_answer_min(cast.shop)


class TestTheMedian:
    @pytest.mark.parametrize(
        ("answers", "minutes"),
        [
            ([20] * 5, 1),
            ([20] * 4, 0),  # too few
            ([61] * 5, 2),
            ([10, 10, 290, 5000, 6000], 5),
            ([40 * 60] * 6, 60),
            ([9 * HOUR] * 5, 1440),
            ([25 * HOUR] * 5, 0),  # nothing to tell a visitor
            ([60, 60, NOBODY, NOBODY, NOBODY], 0),  # three still wait, since yesterday
        ],
    )
    def test_as_people_say_it(self, shop: Cast, answers: list[float | None], minutes: int) -> None:
        asked(shop, answers)
        assert told(shop) == minutes

    def test_what_does_not_count(self, shop: Cast) -> None:
        asked(shop, [60] * 5, hours_ago=24 * (usual.DAYS + 2))
        asked(shop, [NOBODY] * 5, closed=True)  # they found it themselves, or it was nothing
        assert told(shop) == 0

    def test_counted_once_an_hour_and_never_without_redis(self, shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        asked(shop, [50] * 5)
        with tenant(shop.shop):
            with CaptureQueriesContext(connection) as queries:
                assert [usual_answer_min(shop.shop) for _ in range(3)] == [1, 1, 1]
            assert len(queries) == 1
            assert desk_configuration(shop.shop)["usual_min"] == 1  # what visitors' browsers get
        with tenant(shop.globex):
            assert usual_answer_min(shop.globex) == 0  # another's says nothing of theirs
        monkeypatch.setattr(doorbell.Silence, "until", float("inf"))
        with tenant(shop.shop), CaptureQueriesContext(connection) as queries:
            assert usual_answer_min(shop.shop) == 0 and len(queries) == 0
