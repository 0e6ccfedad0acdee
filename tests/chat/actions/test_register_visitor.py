"""A visitor's row: made with the first durable act, opened by one token only, named without being believed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.errors import NotFound, SignInAgain
from accounts.tenancy import tenant
from chat.access import own_conversation, visitor_of_token
from chat.actions.register_visitor import name_visitor, register_visitor
from chat.models import Visitor
from chat.tokens import VisitorToken, mint_token
from tests.cast import Cast


class TestRegister:
    def test_once(self, in_shop: Cast) -> None:
        token = mint_token(in_shop.shop)
        assert visitor_of_token(token) is None
        first, again = (register_visitor(in_shop.shop, token, name="Nia") for _ in range(2))
        assert first == again == visitor_of_token(token) and first.name == "Nia"

    def test_another_secret_for_the_same_visitor_is_refused(self, in_shop: Cast) -> None:
        with pytest.raises(SignInAgain):
            visitor_of_token(VisitorToken(in_shop.vera.public_id, b"x" * 32, ""))

    def test_an_erased_one_is_signed_out(self, in_shop: Cast) -> None:
        Visitor.objects.filter(pk=in_shop.vera.pk).update(erased_at=timezone.now())
        with pytest.raises(SignInAgain):
            visitor_of_token(in_shop.tokens["vera"])

    def test_another_projects_visitor_is_nobody_here(self, cast: Cast) -> None:
        with tenant(cast.globex):
            assert visitor_of_token(cast.tokens["vera"]) is None
            with pytest.raises(NotFound):
                own_conversation(cast.gina, cast.talk.public_id)

    def test_another_visitors_conversation_is_not_there(self, in_shop: Cast) -> None:
        assert own_conversation(in_shop.vera, str(in_shop.talk.public_id)) == in_shop.talk
        for wanted in (in_shop.talk.public_id, "x", None, 1):
            with pytest.raises(NotFound):
                own_conversation(in_shop.wanda, wanted)


class TestName:
    def test_what_they_say_of_themselves(self, in_shop: Cast) -> None:
        name_visitor(
            in_shop.shop,
            in_shop.wanda,
            name=" Wanda\u202e \n W. ",
            email="w@example.com",
            phone=None,
            external_id=7,
            data={"plan": "pro", "n": 3},
        )
        stored = Visitor.objects.get(pk=in_shop.wanda.pk)
        assert (stored.name, stored.email, stored.phone, stored.external_id) == ("Wanda W.", "w@example.com", "", "")
        assert stored.data == {"plan": "pro", "n": 3} and not stored.verified

    def test_limits(self, in_shop: Cast) -> None:
        name_visitor(in_shop.shop, in_shop.wanda, name="x" * 1000, email="y" * 1000, data={f"k{n}": "v" * 1000 for n in range(99)})
        stored = Visitor.objects.get(pk=in_shop.wanda.pk)
        assert (len(stored.name), len(stored.email), len(stored.data)) == (120, 254, 50)
        assert {len(value) for value in stored.data.values()} == {300}

    @pytest.mark.parametrize("poison", ["a\x00b", "\ud800"])
    def test_poison_is_left_out(self, in_shop: Cast, poison: str) -> None:
        name_visitor(in_shop.shop, in_shop.wanda, name=poison, data={"k": poison, poison: "v"})
        assert Visitor.objects.get(pk=in_shop.wanda.pk).name == ""
