"""A visitor says how it was."""

from __future__ import annotations

import uuid

import pytest

from accounts.errors import BadFrame
from chat.actions.close_conversation import close_conversation
from chat.actions.rate_conversation import rate_conversation
from chat.models import Conversation, Message
from tests.cast import Cast
from tests.chat.hearing import hearing, said


def rate(cast: Cast, score: object, comment: object = "", client_id: uuid.UUID | None = None) -> int:
    return rate_conversation(cast.shop, cast.talk, client_id=client_id or uuid.uuid4(), score=score, comment=comment).message.number


class TestRate:
    def test_works_after_the_end(self, in_shop: Cast) -> None:
        close_conversation(in_shop.oscar, in_shop.shop, in_shop.talk)
        with hearing() as heard:
            rate(in_shop, 5, " Lovely \n bowls\u202e ")
        stored = Conversation.objects.get()
        assert (stored.rating_score, stored.rating_comment, stored.status) == (5, "Lovely bowls", "closed")
        assert said(heard.by_visitor(in_shop.shop, in_shop.vera)) == ["message rated", "conversation closed"]
        assert heard.by_operators(in_shop.shop)[-1]["conversation"]["rating"] == {"score": 5, "comment": "Lovely bowls"}

    def test_the_newest_counts_and_a_late_repeat_does_not(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        first = rate(in_shop, 1, "Slow", once)
        rate(in_shop, 4)
        assert rate(in_shop, 1, "Slow", once) == first
        assert Conversation.objects.get().rating_score == 4
        assert Message.objects.filter(kind="activity").count() == 2

    @pytest.mark.parametrize("score", [0, 6, True, "5", 4.5, None, []])
    def test_limits(self, in_shop: Cast, score: object) -> None:
        with pytest.raises(BadFrame):
            rate(in_shop, score)

    def test_a_comment_that_is_no_text_is_none_and_a_long_one_is_cut(self, in_shop: Cast) -> None:
        rate(in_shop, 3, {"x": 1})
        assert Conversation.objects.get().rating_comment == ""
        rate(in_shop, 3, "x" * 1001)
        assert len(Conversation.objects.get().rating_comment) == 1000
