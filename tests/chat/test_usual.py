"""How soon somebody usually answers: from the last days' conversations, and nothing where that says nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tenancy import tenant
from chat import doorbell, usual
from chat.actions.close_conversation import close_conversation
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.models import Conversation, Message
from chat.tokens import mint_token
from chat.usual import usual_answer_min
from tests.cast import Cast
from widget.reception import desk_configuration

HOUR = 3600


def talk(cast: Cast, answered_s: float | None, *, days_ago: int = 1, closed: bool = False) -> None:
    """A visitor wrote, and was answered so many seconds later, or not at all. A note before it is no answer."""
    visitor = register_visitor(cast.shop, mint_token(cast.shop))
    said = post_visitor_message(cast.shop, visitor, client_id=uuid.uuid4(), text="Hello").conversation
    then = timezone.now() - timedelta(days=days_ago)
    Conversation.objects.filter(pk=said.pk).update(created_at=then)
    Message.objects.filter(conversation=said).update(created_at=then)
    if answered_s is not None:
        for kind in ("note", "text", "text"):
            post_message(cast.oscar, cast.shop, said, client_id=uuid.uuid4(), text="Yes", kind=kind)
        answers = Message.objects.filter(conversation=said, author_kind="operator", kind="text").order_by("number")
        first = answers.first()
        assert first is not None
        Message.objects.filter(pk=first.pk).update(created_at=then + timedelta(seconds=answered_s))
    if closed:
        said.refresh_from_db()
        close_conversation(cast.oscar, cast.shop, said)


@pytest.fixture
def shop(in_shop: Cast) -> Cast:
    """Without the cast's own talk."""
    Conversation.objects.update(created_at=timezone.now() - timedelta(days=usual.DAYS + 1))
    return in_shop


@pytest.mark.parametrize(
    ("answers", "minutes"),
    [
        ([20] * 5, 1),
        ([20] * 4, 0),  # too few
        ([61] * 5, 2),
        ([10, 10, 290, 5000, 6000], 5),
        ([700, 700, 700], 0),
        ([40 * 60] * 6, 60),
        ([9 * HOUR] * 5, 1440),
        ([25 * HOUR] * 5, 0),  # nothing to tell a visitor
        ([60, 60, None, None, None], 1440),  # three still wait, since yesterday
    ],
)
def test_the_median_as_people_say_it(shop: Cast, answers: list[float | None], minutes: int) -> None:
    for answered in answers:
        talk(shop, answered)
    if None in answers:
        Conversation.objects.update(created_at=timezone.now() - timedelta(hours=20))
        Message.objects.filter(author_kind="visitor").update(created_at=timezone.now() - timedelta(hours=20))
    assert usual_answer_min(shop.shop) == minutes


def test_what_does_not_count(shop: Cast) -> None:
    for _ in range(5):
        talk(shop, 60, days_ago=usual.DAYS + 2)
        talk(shop, None, closed=True)  # spam, or they found it themselves
    assert usual_answer_min(shop.shop) == 0


def test_counted_once_an_hour_and_never_without_redis(shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        talk(shop, 60)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert [usual_answer_min(shop.shop) for _ in range(3)] == [1, 1, 1]
    assert len(asked) == 1
    with tenant(shop.globex):
        assert usual_answer_min(shop.globex) == 0  # another's says nothing of theirs
    monkeypatch.setattr(doorbell.Silence, "until", float("inf"))
    with CaptureQueriesContext(connection) as asked:
        assert usual_answer_min(shop.shop) == 0
    assert len(asked) == 0


def test_visitors_are_told(shop: Cast) -> None:
    for _ in range(5):
        talk(shop, 200)
    assert desk_configuration(shop.shop)["usual_min"] == 5
