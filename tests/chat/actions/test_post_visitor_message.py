"""A visitor says something."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import BadText, Empty, TooLong
from accounts.tenancy import tenant
from chat.actions.close_conversation import close_conversation
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import REOPEN_WITHIN, post_visitor_message
from chat.models import Conversation, Message
from tests.cast import Cast
from tests.chat.hearing import hearing, said


def say(cast: Cast, text: object = "Hello", client_id: uuid.UUID | None = None) -> tuple[int, int | None, bool]:
    done = post_visitor_message(cast.shop, cast.vera, client_id=client_id or uuid.uuid4(), text=text)
    return done.conversation.pk, done.message.public_number, done.fresh


class TestPostVisitorMessage:
    def test_the_next_words(self, in_shop: Cast) -> None:
        with hearing() as heard:
            assert say(in_shop) == (in_shop.talk.pk, 2, True)
        assert said(heard.by_operators(in_shop.shop)) == said(heard.by_visitor(in_shop.shop, in_shop.vera)) == ["message text"]

    def test_the_first_words_start_a_conversation_with_the_projects_next_number(self, in_shop: Cast) -> None:
        with hearing() as heard:
            done = post_visitor_message(in_shop.shop, in_shop.wanda, client_id=uuid.uuid4(), text="Hello")
        assert (done.conversation.number, done.message.number, done.conversation.from_visitor) == (2, 1, 1)
        assert done.conversation.waiting_since == done.message.created_at
        assert said(heard.by_operators(in_shop.shop)) == ["message text", "conversation open"]
        assert heard.by_visitor(in_shop.shop, in_shop.vera) == []

    def test_another_project_counts_for_itself(self, cast: Cast) -> None:
        with tenant(cast.globex):
            done = post_visitor_message(cast.globex, cast.gina, client_id=uuid.uuid4(), text="Hello")
        assert done.conversation.number == 1

    def test_repeated(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        assert say(in_shop, "One", once) == (in_shop.talk.pk, 2, True)
        with hearing() as heard:
            assert say(in_shop, "Two", once) == (in_shop.talk.pk, 2, False)
        # Its first push may have been lost.
        assert said(heard.by_operators(in_shop.shop)) == ["message text"]
        assert Message.objects.filter(conversation=in_shop.talk).count() == 2

    def test_repeated_after_a_close(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        say(in_shop, "One", once)
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        assert say(in_shop, "One", once) == (in_shop.talk.pk, 2, False)
        assert Conversation.objects.get().status == "closed"

    def test_repeated_when_another_one_is_open(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        say(in_shop, "One", once)
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        Conversation.objects.update(closed_at=timezone.now() - REOPEN_WITHIN - timedelta(minutes=1))
        assert say(in_shop)[0] != in_shop.talk.pk
        assert say(in_shop, "One", once) == (in_shop.talk.pk, 2, False)

    def test_to_one_that_closed_a_moment_ago_reopens_it(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        with hearing() as heard:
            assert say(in_shop) == (in_shop.talk.pk, 3, True)
        stored = Conversation.objects.get()
        assert (stored.status, stored.closed_at) == ("open", None) and stored.waiting_since is not None
        assert said(heard.by_visitor(in_shop.shop, in_shop.vera)) == ["message reopened", "message text", "conversation open"]

    def test_to_one_that_closed_long_ago_starts_another(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        Conversation.objects.update(closed_at=timezone.now() - REOPEN_WITHIN - timedelta(minutes=1))
        conversation, number, _ = say(in_shop)
        assert conversation != in_shop.talk.pk and number == 1

    def test_to_a_snoozed_one_wakes_it(self, in_shop: Cast) -> None:
        Conversation.objects.update(status="snoozed", snoozed_until=timezone.now() + timedelta(days=1))
        say(in_shop)
        stored = Conversation.objects.get()
        assert (stored.status, stored.snoozed_until) == ("open", None)

    def test_its_number_has_no_gap_where_a_note_is(self, in_shop: Cast) -> None:
        post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="Psst", kind="note")
        assert say(in_shop)[1] == 2

    @pytest.mark.parametrize("text", ["\u202e\u2066", "\x07", "  "])
    def test_nothing_left_after_cleaning(self, in_shop: Cast, text: str) -> None:
        with pytest.raises(Empty):
            say(in_shop, text)

    @pytest.mark.parametrize(("text", "refusal"), [("x" * 10_001, TooLong), ("a\x00", BadText), ("\udfff", BadText), ({}, BadText)])
    def test_limits(self, in_shop: Cast, text: object, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            say(in_shop, text)
        with pytest.raises(refusal):
            post_visitor_message(in_shop.shop, in_shop.wanda, client_id=uuid.uuid4(), text=text)
        assert Conversation.objects.count() == 1
