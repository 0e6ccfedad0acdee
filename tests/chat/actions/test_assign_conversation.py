"""Giving a conversation to an operator, or to nobody."""

from __future__ import annotations

import pytest

from accounts.errors import Conflict, Forbidden
from accounts.models import AuditRecord
from chat.actions.assign_conversation import assign_conversation
from chat.models import Conversation, Message
from tests.cast import Cast
from tests.chat.hearing import hearing, said


def events(conversation: Conversation) -> list[tuple[str, int | None]]:
    rows = Message.objects.filter(conversation=conversation, kind="activity").order_by("number")
    return [((row.data or {})["event"], row.public_number) for row in rows]


class TestAssign:
    def test_to_somebody_else(self, in_shop: Cast) -> None:
        with hearing() as heard:
            done = assign_conversation(in_shop.olga, in_shop.shop, in_shop.talk, to=in_shop.members["oscar"])
        assert done.assignee == in_shop.members["oscar"] and events(in_shop.talk) == [("assigned", None)]
        assert said(heard.by_operators(in_shop.shop)) == ["message assigned", "conversation open"]
        (push,) = heard.by_visitor(in_shop.shop, in_shop.vera)
        assert push["conversation"]["assignee"]["name"] == "Oscar" and push["conversation"]["last_number"] == 1
        assert AuditRecord.objects.get(action="conversation.assigned").actor_name == "Olga"

    def test_taking_it_before_any_answer_lets_the_visitor_know(self, in_shop: Cast) -> None:
        with hearing() as heard:
            assign_conversation(in_shop.oscar, in_shop.shop, in_shop.talk, to=in_shop.members["oscar"])
        assert events(in_shop.talk) == [("assigned", None), ("joined", 2)]
        assert said(heard.by_visitor(in_shop.shop, in_shop.vera)) == ["message joined", "conversation open"]

    def test_the_last_push_is_the_present_shape(self, in_shop: Cast) -> None:
        with hearing() as heard:
            assign_conversation(in_shop.oscar, in_shop.shop, in_shop.talk, to=in_shop.members["oscar"])
        assert heard.by_operators(in_shop.shop)[-1]["conversation"]["last_number"] == 3

    def test_to_nobody(self, in_shop: Cast) -> None:
        assign_conversation(in_shop.olga, in_shop.shop, in_shop.talk, to=in_shop.members["oscar"])
        assert assign_conversation(in_shop.olga, in_shop.shop, in_shop.talk, to=None).assignee is None

    def test_repeated_changes_nothing(self, in_shop: Cast) -> None:
        for _ in range(2):
            assign_conversation(in_shop.olga, in_shop.shop, in_shop.talk, to=in_shop.members["oscar"])
        with hearing() as heard:
            assign_conversation(in_shop.olga, in_shop.shop, in_shop.talk, to=in_shop.members["oscar"])
        assert events(in_shop.talk) == [("assigned", None)] and heard.texts == []

    @pytest.mark.parametrize("name", ["gus", "vic", "lena"])
    def test_outsider_and_wrong_role(self, in_shop: Cast, name: str) -> None:
        with pytest.raises(Forbidden):
            assign_conversation(getattr(in_shop, name), in_shop.shop, in_shop.talk, to=None)

    @pytest.mark.parametrize("name", ["vic", "lena", "emil", "gus"])
    def test_to_who_may_not_answer_here(self, in_shop: Cast, name: str) -> None:
        with pytest.raises(Conflict):
            assign_conversation(in_shop.olga, in_shop.shop, in_shop.talk, to=in_shop.members[name])
        assert Conversation.objects.get(pk=in_shop.talk.pk).assignee_id is None
