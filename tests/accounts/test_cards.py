"""PRV6: card numbers are hidden before they are stored or shown, and what only looks like one is left alone."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.cards import MASK, mask_cards, mask_preview, may_have_card
from chat.actions.follow_visit import page_of
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.rate_conversation import rate_conversation
from chat.actions.register_visitor import name_visitor
from chat.models import Conversation, Message, Visitor
from tests.cast import Cast
from tests.chat.hearing import hearing
from tests.ids import without_ids
from widget import commands
from widget.session import open_session

# The numbers that card networks publish for tests, and how people write them.
NUMBERS = (
    "4242424242424242",
    "4111111111111111",
    "4222222222222",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "6011111111111117",
    "3530111333300000",
    "30569309025904",
    "6304000000000000",
    "6762765696545485",
    "4000006200000000006",
)
DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
NO_CARDS = (
    "4111 1111 1111 1112",  # the last digit is wrong
    "order 2026112300017 and 2026112300026",
    "+49 30 123 456 7890 12",
    "+4111111111111111",
    "DE89 3704 0044 0532 0130 00",
    "DE89370400440532013000",
    "GB82 WEST 1234 5698 7654 32",
    "FR14 2004 1010 0505 0001 3M02 606",
    "550e8400-e29b-41d4-a716-446655440000",
    "9b2d8c1e-1111-4111-8111-111111111111",
    "2026-11-23 16:15:49",
    "12.50 13.99 14.00 15.20 9.99 11.10",
    "0000 0000 0000 0000",
    "41111111111111111111111111",
    "call 030 901820 or 030 901821",
    "123456789012",
    "",
)


def grouped(number: str, between: str) -> str:
    return between.join(number[at : at + 4] for at in range(0, len(number), 4))


class TestCorpus:
    @pytest.mark.parametrize("number", NUMBERS)
    @pytest.mark.parametrize("between", ["", " ", "-", ".", "\u00a0", "\u2009", "\u2013", "\u2011", " - ", "\n", "\u200b", "%20"])
    def test_a_card_is_hidden(self, number: str, between: str) -> None:
        written = grouped(number, between)
        assert mask_cards(f"My card: {written}, valid until 12/26.") == f"My card: {MASK}, valid until 12/26."
        assert mask_cards(written) == MASK

    @pytest.mark.parametrize("digits", DIGITS)
    def test_in_any_script(self, digits: str) -> None:
        written = grouped("4242424242424242", " ").translate(str.maketrans("0123456789", digits))
        assert mask_cards(f"» {written} «") == f"» {MASK} «"

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("4111 1111 1111 1111 12/26 123", f"{MASK} 12/26 123"),
            ("5555555555554444 and 4111111111111111", f"{MASK} and {MASK}"),
            ("我的卡号4111111111111111谢谢", f"我的卡号{MASK}谢谢"),
            ("3782 822463 10005", MASK),
            ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", MASK),
            ("4111 1111\n1111-1111", MASK),
            ("2 pieces 4111111111111111", f"2 pieces {MASK}"),
        ],
    )
    def test_among_other_words(self, written: str, shown: str) -> None:
        assert mask_cards(written) == shown

    @pytest.mark.parametrize("written", NO_CARDS)
    def test_what_is_no_card_is_left_alone(self, written: str) -> None:
        assert mask_cards(written) == written

    @given(st.text())
    def test_nothing_else_changes(self, written: str) -> None:
        shown = mask_cards(written)
        assert (shown == written) == (MASK not in shown or MASK in written)
        assert may_have_card(written) or shown == written

    @given(st.text(alphabet="0123456789 -.\n", max_size=300))
    def test_once_is_enough(self, written: str) -> None:
        assert mask_cards(mask_cards(written)) == mask_cards(written)

    def test_what_it_costs(self, capsys: pytest.CaptureFixture[str]) -> None:
        usual = "Hello, do you have the bowls in blue? I would like 12 of them by 24 December."
        began = time.perf_counter()
        for _ in range(10_000):
            assert not may_have_card(usual)
        with capsys.disabled():
            print(f"\n  a look at {len(usual)} characters: {(time.perf_counter() - began) * 100:.2f} µs")

    def test_a_preview_hides_what_may_become_one(self) -> None:
        assert mask_preview("my card 4111 1111 11") == f"my card {MASK}"
        assert mask_preview("12 bowls by 24.12.") == "12 bowls by 24.12."


NUMBER = "4242 4242 4242 4242"


class TestEverywhere:
    def test_a_message_and_why(self, in_shop: Cast) -> None:
        with hearing() as heard:
            post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text=f"Pay with {NUMBER}")
        stored = Message.objects.order_by("-number").first()
        assert stored is not None and (stored.text, stored.data) == (f"Pay with {MASK}", {"masked": True})
        assert Conversation.objects.get().last_text == f"Pay with {MASK}"
        assert "4242" not in without_ids(json.dumps(heard.texts))

    def test_the_first_message(self, in_shop: Cast) -> None:
        posted = post_visitor_message(in_shop.shop, in_shop.wanda, client_id=uuid.uuid4(), text=NUMBER)
        assert posted.message.text == MASK

    def test_names_data_pages_and_ratings(self, in_shop: Cast) -> None:
        fields: dict[str, Any] = {"name": NUMBER, "phone": NUMBER, "email": NUMBER, "data": {f"card {NUMBER}": NUMBER}}
        name_visitor(in_shop.shop, in_shop.vera, external_id="4242424242424242", **fields)
        row = Visitor.objects.get(pk=in_shop.vera.pk)
        assert (row.name, row.phone, row.email, row.data) == (MASK, MASK, MASK, {f"card {MASK}": MASK})
        assert row.external_id == "4242424242424242", "an id of the site's own: two must not become one"
        page = page_of(in_shop.shop, {"url": "https://acme.example/pay/4242424242424242", "title": f"Pay {NUMBER}"})
        assert page is not None and (page["url"], page["title"]) == (f"https://acme.example/pay/{MASK}", f"Pay {MASK}")
        rate_conversation(in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), score=5, comment=NUMBER)
        assert Conversation.objects.get().rating_comment == MASK

    def test_where_the_project_does_not_want_it(self, in_shop: Cast) -> None:
        in_shop.shop.mask_cards = False
        posted = post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text=NUMBER)
        assert (posted.message.text, posted.message.data) == (NUMBER, None)

    def test_the_preview_over_the_frame(self, cast: Cast) -> None:
        hello = {"v": 1, "project": cast.shop.key, "token": cast.tokens["vera"].token}
        session = open_session(hello, tab="tab", origin=None, own_origins=set())
        with hearing() as heard:
            session.run(commands.typing, {"type": "typing", "text": "x" * 70 + NUMBER})
        (push,) = [push for push in heard.by_operators(cast.shop) if push["type"] == "typing"]
        assert push["text"] == "x" * 70 + MASK
