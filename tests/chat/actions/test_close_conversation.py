"""Closing a conversation, and opening it again."""

from __future__ import annotations

import uuid

import pytest

from accounts.errors import Conflict, Forbidden
from chat.actions.close_conversation import close_conversation, end_conversation
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import visitor_actor
from chat.actions.reopen_conversation import reopen_conversation
from chat.models import Conversation, Message
from tests.cast import Cast
from tests.chat.hearing import hearing, said


class TestClose:
    def test_nobody_waits_any_more(self, in_shop: Cast) -> None:
        with hearing() as heard:
            done = close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        assert (done.status, done.waiting_since) == ("closed", None) and done.closed_at is not None
        assert said(heard.by_operators(in_shop.shop)) == ["message closed", "conversation closed"]
        assert said(heard.by_visitor(in_shop.shop, in_shop.vera)) == ["conversation closed"]

    def test_repeated(self, in_shop: Cast) -> None:
        first = close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        with hearing() as heard:
            again = close_conversation(in_shop.olga, in_shop.shop, in_shop.talk)
        assert again.closed_at == first.closed_at and heard.texts == []

    @pytest.mark.parametrize("name", ["gus", "vic", "lena"])
    def test_outsider_and_wrong_role(self, in_shop: Cast, name: str) -> None:
        for act in (close_conversation, reopen_conversation):
            with pytest.raises(Forbidden):
                act(getattr(in_shop, name), in_shop.shop, in_shop.talk)

    def test_the_visitor_ends_it_and_sees_that(self, in_shop: Cast) -> None:
        with hearing() as heard:
            end_conversation(visitor_actor(in_shop.shop, in_shop.vera), in_shop.shop, in_shop.talk)
        assert said(heard.by_visitor(in_shop.shop, in_shop.vera)) == ["message ended", "conversation closed"]
        assert Message.objects.get(kind="activity").public_number == 2


class TestReopen:
    def test_works(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        with hearing() as heard:
            done = reopen_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        assert (done.status, done.closed_at) == ("open", None)
        assert said(heard.by_visitor(in_shop.shop, in_shop.vera)) == ["message reopened", "conversation open"]

    def test_repeated(self, in_shop: Cast) -> None:
        with hearing() as heard:
            reopen_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        assert heard.texts == []

    def test_beside_another_open_one(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        Conversation.objects.filter(pk=in_shop.talk.pk).update(closed_at="2020-01-01T00:00:00Z")
        post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="Me again")
        with pytest.raises(Conflict):
            reopen_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
