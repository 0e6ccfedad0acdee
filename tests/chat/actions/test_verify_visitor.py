"""A verified visitor is one person on all devices, and nobody becomes them without a signature."""

from __future__ import annotations

import uuid

import pytest

from accounts.errors import SignInAgain
from accounts.models import Revocation
from accounts.tenancy import tenant
from chat.access import visitor_of_token
from chat.actions.forget_token import forget_token
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import name_visitor, register_visitor
from chat.actions.verify_visitor import DEVICES_AT_MOST, verify_visitor
from chat.identity import Claim
from chat.models import Conversation, Message, Visitor
from chat.tokens import VisitorToken, mint_token
from tests.cast import Cast

NIA = Claim("7", "nia@example.com", {"name": "Nia", "phone": None, "data": {"plan": "pro"}})


def dead(token: VisitorToken) -> bool:
    try:
        return visitor_of_token(token) is None
    except SignInAgain:
        return True


class TestVerify:
    def test_on_two_devices(self, in_shop: Cast) -> None:
        laptop, phone = mint_token(in_shop.shop), mint_token(in_shop.shop)
        nia, first = verify_visitor(in_shop.shop, laptop, NIA)
        again, second = verify_visitor(in_shop.shop, phone, NIA)
        assert nia == again and (nia.verified, nia.name, nia.email, nia.data) == (True, "Nia", "nia@example.com", {"plan": "pro"})
        assert visitor_of_token(first) == visitor_of_token(second) == nia and first.token != second.token
        # What the host page had in its hands opens nothing.
        assert dead(laptop) and dead(phone)
        assert verify_visitor(in_shop.shop, second, NIA)[1] == second, "said again it is the same"

    def test_an_anonymous_visitor_takes_their_talk_along(self, in_shop: Cast) -> None:
        before = mint_token(in_shop.shop)
        visitor = register_visitor(in_shop.shop, before)
        post_visitor_message(in_shop.shop, visitor, client_id=uuid.uuid4(), text="Hello")
        nia, token = verify_visitor(in_shop.shop, before, NIA)
        assert nia.pk == visitor.pk and visitor_of_token(token) == nia and dead(before)
        assert Revocation.objects.filter(subject=f"token:{before.secret_hash.hex()}").exists()
        line = Message.objects.filter(conversation__visitor=nia).latest("number")
        assert ((line.data or {})["event"], line.public_number) == ("verified", None)

    @pytest.mark.parametrize("claim", [{"external_id": "7"}, {"name": "Nia"}, {"email": "nia@elsewhere.example"}, {"phone": "1"}])
    def test_an_unsigned_name_never_becomes_a_signed_one(self, in_shop: Cast, claim: dict[str, str]) -> None:
        before = mint_token(in_shop.shop)
        somebody = name_visitor(in_shop.shop, register_visitor(in_shop.shop, before), **claim)
        post_visitor_message(in_shop.shop, somebody, client_id=uuid.uuid4(), text="Change my address")
        nia, _ = verify_visitor(in_shop.shop, before, NIA)
        assert nia.pk != somebody.pk and not Conversation.objects.filter(visitor=nia).exists()
        assert not Visitor.objects.get(pk=somebody.pk).verified
        assert visitor_of_token(before) == somebody

    def test_somebody_else_is_somebody_else(self, in_shop: Cast) -> None:
        nia, token = verify_visitor(in_shop.shop, mint_token(in_shop.shop), NIA)
        other, theirs = verify_visitor(in_shop.shop, token, Claim("8", "o@example.com"))
        assert other.pk != nia.pk and visitor_of_token(theirs) == other and visitor_of_token(token) == nia

    def test_the_same_id_elsewhere_is_another_person(self, cast: Cast) -> None:
        with tenant(cast.shop):
            nia, token = verify_visitor(cast.shop, mint_token(cast.shop), NIA)
        with tenant(cast.outlet):
            other, _ = verify_visitor(cast.outlet, mint_token(cast.outlet), NIA)
            assert other.pk != nia.pk and visitor_of_token(token) is None

    def test_the_oldest_device_is_forgotten(self, in_shop: Cast) -> None:
        tokens = [verify_visitor(in_shop.shop, mint_token(in_shop.shop), NIA)[1] for _ in range(DEVICES_AT_MOST + 1)]
        assert [dead(token) for token in tokens] == [True] + [False] * DEVICES_AT_MOST

    def test_what_is_signed_replaces_what_was(self, in_shop: Cast) -> None:
        verify_visitor(in_shop.shop, mint_token(in_shop.shop), NIA)
        nia, _ = verify_visitor(in_shop.shop, mint_token(in_shop.shop), Claim("7", ""))
        assert (nia.email, nia.name) == ("", "Nia")


class TestReset:
    def test_one_device(self, in_shop: Cast) -> None:
        nia, laptop = verify_visitor(in_shop.shop, mint_token(in_shop.shop), NIA)
        _, phone = verify_visitor(in_shop.shop, mint_token(in_shop.shop), NIA)
        forget_token(Visitor.objects.get(pk=nia.pk), laptop)
        assert dead(laptop) and visitor_of_token(phone) == nia
        assert Revocation.objects.filter(subject=f"token:{laptop.secret_hash.hex()}").exists()

    def test_an_unverified_visitors_only_one(self, in_shop: Cast) -> None:
        forget_token(in_shop.vera, in_shop.tokens["vera"])
        assert dead(in_shop.tokens["vera"])
