"""An operator writes first."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.errors import Empty, Forbidden, NotFound
from accounts.models import AuditRecord
from chat.access import visitor_of_token
from chat.actions.close_conversation import close_conversation
from chat.actions.follow_visit import begin_visit
from chat.actions.greet_visitor import greet_visitor
from chat.actions.post_message import Posted
from chat.models import Conversation, Visitor
from chat.tokens import mint_token
from tests.cast import Cast
from tests.chat.hearing import hearing, said


def greet(cast: Cast, visitor: uuid.UUID, actor: Actor | None = None, client_id: uuid.UUID | None = None, text: str = "Hello!") -> Posted:
    return greet_visitor(actor or cast.oscar, cast.shop, visitor, client_id=client_id or uuid.uuid4(), text=text)


class TestGreet:
    def test_a_visitor_with_a_row(self, in_shop: Cast) -> None:
        with hearing() as heard:
            done = greet(in_shop, in_shop.wanda.public_id)
        assert done.conversation.assignee == in_shop.members["oscar"] and done.message.public_number == 1
        assert done.conversation.waiting_since is None
        assert said(heard.by_visitor(in_shop.shop, in_shop.wanda)) == ["message text", "conversation open"]

    def test_a_visitor_who_is_only_on_the_site_gets_a_row_that_their_token_opens(self, in_shop: Cast) -> None:
        token = mint_token(in_shop.shop)
        begin_visit(
            in_shop.shop, token, (None, None), "tab", {"page": {"url": "https://acme.example/bowls", "title": "Bowls"}, "locale": "de"}
        )
        greet(in_shop, token.visitor)
        visitor = visitor_of_token(token)
        assert visitor is not None and visitor.locale == "de" and visitor.pages[0]["title"] == "Bowls"

    def test_into_the_open_conversation(self, in_shop: Cast) -> None:
        done = greet(in_shop, in_shop.vera.public_id)
        assert done.conversation.pk == in_shop.talk.pk and done.message.number == 2

    def test_repeated(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        first = greet(in_shop, in_shop.wanda.public_id, client_id=once)
        again = greet(in_shop, in_shop.wanda.public_id, client_id=once)
        assert not again.fresh and again.message == first.message

    def test_repeated_after_a_close_starts_no_empty_conversation(self, in_shop: Cast) -> None:
        once = uuid.uuid4()
        first = greet(in_shop, in_shop.wanda.public_id, client_id=once)
        close_conversation(in_shop.oscar, in_shop.shop, first.conversation)
        again = greet(in_shop, in_shop.wanda.public_id, client_id=once)
        assert again.message == first.message and Conversation.objects.filter(visitor=in_shop.wanda).count() == 1

    @pytest.mark.parametrize("name", ["gus", "vic", "lena"])
    def test_outsider_and_wrong_role(self, in_shop: Cast, name: str) -> None:
        with pytest.raises(Forbidden):
            greet(in_shop, in_shop.wanda.public_id, getattr(in_shop, name))

    def test_nobody_of_this_project(self, in_shop: Cast) -> None:
        Visitor.objects.filter(pk=in_shop.wanda.pk).update(erased_at=timezone.now())
        for visitor in (uuid.uuid4(), in_shop.gina.public_id, in_shop.wanda.public_id):
            with pytest.raises(NotFound):
                greet(in_shop, visitor)
        assert Conversation.objects.count() == 1

    def test_nothing_to_say(self, in_shop: Cast) -> None:
        with pytest.raises(Empty):
            greet(in_shop, in_shop.wanda.public_id, text=" ")
        assert (
            not Conversation.objects.filter(visitor=in_shop.wanda).exists()
            and not AuditRecord.objects.filter(target_kind="visitor").exists()
        )
