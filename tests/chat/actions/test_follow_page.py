"""What a page says of its visitor: typed, bounded, and in no row before there is one."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from accounts.errors import BadFrame, Busy
from chat import doorbell, said
from chat.actions.follow_page import keep_consent, set_attributes, track_event
from chat.actions.register_visitor import register_visitor
from chat.models import Message, Visitor
from chat.tokens import mint_token
from tests.cast import Cast

CARD = "4242 4242 4242 4242"
# What a page sets, and what stands there then.
VALUES: dict[str, tuple[Any, Any]] = {
    "a text": ("pro", "pro"),
    "markup": ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    "a long text": ("x" * 1000, "x" * 300),
    "a whole number": (7, 7),
    "a fraction": (1.5, 1.5),
    "yes": (True, True),
    "no": (False, False),
    "a card": (CARD, "••••"),
    "too large": (2**60, None),
    "infinite": (float("inf"), None),
    "a list": ([1], None),
    "an object": ({"a": 1}, None),
    "NUL": ("a\0b", ""),
    "half a pair": ("\ud800", ""),
}


class TestSet:
    @pytest.mark.parametrize(("value", "kept"), VALUES.values(), ids=list(VALUES))
    def test_values(self, in_shop: Cast, value: Any, kept: Any) -> None:
        set_attributes(in_shop.shop, in_shop.vera.public_id, in_shop.vera, {"it": value})
        assert Visitor.objects.get(pk=in_shop.vera.pk).data.get("it") == kept

    def test_they_add_up_and_null_takes_one_away(self, in_shop: Cast) -> None:
        for data in ({"plan": "free", "seats": 3}, {"plan": "pro"}, {"seats": None}):
            set_attributes(in_shop.shop, in_shop.vera.public_id, in_shop.vera, data)
        assert Visitor.objects.get(pk=in_shop.vera.pk).data == {"plan": "pro"}

    def test_no_more_than_fifty(self, in_shop: Cast) -> None:
        for start in range(0, 90, 30):
            set_attributes(in_shop.shop, in_shop.vera.public_id, in_shop.vera, {f"k{n}": n for n in range(start, start + 30)})
        assert list(Visitor.objects.get(pk=in_shop.vera.pk).data.values()) == list(range(40, 90))

    @pytest.mark.parametrize("raw", [None, [], "x", 7])
    def test_no_object(self, in_shop: Cast, raw: Any) -> None:
        with pytest.raises(BadFrame):
            set_attributes(in_shop.shop, in_shop.vera.public_id, in_shop.vera, raw)


class TestTrack:
    def test_in_the_story_and_for_operators_in_the_open_talk(self, in_shop: Cast) -> None:
        event = track_event(in_shop.shop, in_shop.vera.public_id, in_shop.vera, "added to cart", {"price": 12, "deep": {"er": 1}})
        assert Visitor.objects.get(pk=in_shop.vera.pk).events == [event]
        assert (event["name"], event["data"]) == ("added to cart", {"price": 12})
        line = Message.objects.filter(conversation=in_shop.talk).latest("number")
        assert line.data == {"event": "tracked", "by": in_shop.vera.name, "name": "added to cart", "values": {"price": 12}}
        assert line.public_number is None

    def test_the_last_fifty(self, in_shop: Cast) -> None:
        for number in range(52):
            track_event(in_shop.shop, in_shop.wanda.public_id, in_shop.wanda, f"e{number}", None)
        assert [event["name"] for event in Visitor.objects.get(pk=in_shop.wanda.pk).events] == [f"e{n}" for n in range(2, 52)]

    @pytest.mark.parametrize("name", [None, "", " ", 7, {}])
    def test_without_a_name(self, in_shop: Cast, name: Any) -> None:
        with pytest.raises(BadFrame):
            track_event(in_shop.shop, in_shop.vera.public_id, in_shop.vera, name, {})


class TestConsent:
    def test_when_it_was_said_first(self, in_shop: Cast) -> None:
        keep_consent(in_shop.shop, in_shop.vera.public_id, in_shop.vera, True)
        at = Visitor.objects.get(pk=in_shop.vera.pk).agreed_at
        keep_consent(in_shop.shop, in_shop.vera.public_id, in_shop.vera, True)
        stored = Visitor.objects.get(pk=in_shop.vera.pk)
        assert stored.agreed is True and stored.agreed_at == at is not None
        with pytest.raises(BadFrame):
            keep_consent(in_shop.shop, in_shop.vera.public_id, in_shop.vera, "yes")


class TestBeforeThereIsARow:
    def test_nothing_is_written_until_they_act(self, in_shop: Cast) -> None:
        token = mint_token(in_shop.shop)
        set_attributes(in_shop.shop, token.visitor, None, {"plan": "pro", "card": CARD})
        set_attributes(in_shop.shop, token.visitor, None, {"seats": 3})
        event = track_event(in_shop.shop, token.visitor, None, "looked", {})
        keep_consent(in_shop.shop, token.visitor, None, True)
        assert not Visitor.objects.filter(public_id=token.visitor).exists()
        visitor = register_visitor(in_shop.shop, token)
        visitor.refresh_from_db()
        assert visitor.data == {"plan": "pro", "card": "••••", "seats": 3}
        assert (visitor.events, visitor.agreed) == ([event], True) and visitor.agreed_at is not None

    def test_somebody_elses_is_not_taken(self, in_shop: Cast) -> None:
        set_attributes(in_shop.shop, mint_token(in_shop.shop).visitor, None, {"plan": "pro"})
        assert register_visitor(in_shop.shop, mint_token(in_shop.shop)).data == {}
        assert said.said_of(in_shop.shop.pk, uuid.uuid4()) == {}

    def test_while_redis_is_away_it_is_to_be_said_again(self, in_shop: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        token = mint_token(in_shop.shop)
        set_attributes(in_shop.shop, token.visitor, None, {"plan": "pro"})
        with monkeypatch.context() as away:
            away.setattr(doorbell.Silence, "until", float("inf"))
            with pytest.raises(Busy):
                set_attributes(in_shop.shop, token.visitor, None, {"plan": None})
            with pytest.raises(Busy):
                track_event(in_shop.shop, token.visitor, None, "looked", {})
        set_attributes(in_shop.shop, token.visitor, None, {"plan": None, "seats": 3})
        assert register_visitor(in_shop.shop, token).data == {"seats": 3}
