"""What may be asked for, and which answers are good."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.errors import Invalid
from accounts.models import Project
from chat.asks import ASKS, CONSENT, PURPOSE, answers_of, question_of

ALL = list(ASKS)
SHOP = Project(mask_cards=True)


class TestQuestions:
    def test_everything_in_the_table_s_order_without_repeats(self) -> None:
        asked = question_of(
            SHOP, {"asks": ["consent", "order", "email", "order", "phone"], "purpose": " To\nwrite ", "consent": "Write to me."}
        )
        assert asked.asks == ("email", "phone", "order", "consent") and asked.purpose == "To write"
        assert asked.text == "Email, Phone, Order number, Consent: To write"

    def test_equal_words_of_consent_are_one_version(self) -> None:
        def version(words: str) -> str:
            asked = question_of(SHOP, {"asks": ["consent"], "purpose": "x", "consent": words})
            assert asked.consent is not None
            return asked.consent["version"]

        assert version("Write to me.") == version(" Write  to me. ") != version("Write to me")

    def test_card_numbers_of_operators_are_hidden_too(self) -> None:
        assert question_of(SHOP, {"asks": ["email"], "purpose": "for 4111 1111 1111 1111"}).purpose == "for ••••"

    def test_words_without_a_question_are_left_out(self) -> None:
        assert question_of(SHOP, {"asks": ["email"], "purpose": "x", "consent": "Write to me."}).consent is None

    @pytest.mark.parametrize(
        ("body", "wrong"),
        [
            ({}, {"asks", "purpose"}),
            ({"asks": [], "purpose": "x"}, {"asks"}),
            ({"asks": "email", "purpose": "x"}, {"asks"}),
            ({"asks": ["email", "password"], "purpose": "x"}, {"asks"}),
            ({"asks": [["email"]], "purpose": "x"}, {"asks"}),
            ({"asks": ["email"], "purpose": " \n"}, {"purpose"}),
            ({"asks": ["email"], "purpose": "x" * (PURPOSE + 1)}, {"purpose"}),
            ({"asks": ["email"], "purpose": 7}, {"purpose"}),
            ({"asks": ["consent"], "purpose": "x"}, {"consent"}),
            ({"asks": ["consent"], "purpose": "x", "consent": "x" * (CONSENT + 1)}, {"consent"}),
            ({"asks": ["email"], "purpose": "x", "consent": ""}, {"consent"}),
            ({"asks": ["email"], "purpose": "x" + " " * PURPOSE}, {"purpose"}),
        ],
    )
    def test_refused(self, body: dict[str, Any], wrong: set[str]) -> None:
        with pytest.raises(Invalid) as refusal:
            question_of(SHOP, body)
        assert set(refusal.value.fields) == wrong


GOOD: dict[str, list[Any]] = {
    "email": ["a@b.example", "  a@b.example\n", "vera+shop@xn--bcher-kva.example"],
    "phone": ["+351 22 123 4567", "0351/221234", "(022) 123-45.67", "١٢٣٤٥٦٧", "12345"],
    "order": ["A-1042", "#1", "x" * 100],
    "consent": [True, False],
}
BAD: dict[str, list[Any]] = {
    "email": ["vera", "vera@", "a@b", "a b@c.example", "a" * 250 + "@b.example", 7, ["a@b.example"], "javascript:alert(1)"],
    "phone": ["1234", "1234567890123456", "call me", "+", "12345;ext=1", True],
    "order": ["x" * 101, {"a": 1}, "\x00"],
    "consent": ["yes", 1, "true"],
}


class TestAnswers:
    @pytest.mark.parametrize(("name", "raw"), [(name, raw) for name, all_of in GOOD.items() for raw in all_of])
    def test_good(self, name: Any, raw: object) -> None:
        kept = answers_of(SHOP, ALL, {name: raw})[name]
        assert kept == (raw.strip() if isinstance(raw, str) else raw) or kept == "1234567"

    @pytest.mark.parametrize(("name", "raw"), [(name, raw) for name, all_of in BAD.items() for raw in all_of])
    def test_bad(self, name: Any, raw: object) -> None:
        with pytest.raises(Invalid) as refusal:
            answers_of(SHOP, ALL, {"order": "7", name: raw})
        assert list(refusal.value.fields) == [name] and refusal.value.detail == refusal.value.fields[name]

    def test_some_of_it_or_nothing(self) -> None:
        assert answers_of(SHOP, ALL, {"consent": False, "email": "", "phone": None}) == {"consent": False}
        assert answers_of(SHOP, ALL, {}) == {}

    @pytest.mark.parametrize("raw", [None, [], "email", 7])
    def test_no_object(self, raw: object) -> None:
        with pytest.raises(Invalid):
            answers_of(SHOP, ALL, raw)

    def test_what_was_not_asked_for(self) -> None:
        with pytest.raises(Invalid) as refusal:
            answers_of(SHOP, ["email"], {"email": "a@b.example", "phone": "12345"})
        assert list(refusal.value.fields) == ["phone"]

    def test_card_numbers_are_hidden_where_the_project_wants_it(self) -> None:
        card = {"order": "4111 1111 1111 1111"}
        assert answers_of(SHOP, ALL, card) == {"order": "••••"}
        assert answers_of(Project(mask_cards=False), ALL, card) == card
        with pytest.raises(Invalid):
            answers_of(SHOP, ALL, {"phone": "4111 1111 1111 1111"})

    def test_words_are_kept_as_words(self) -> None:
        assert answers_of(SHOP, ALL, {"order": "<b>\u202eA-1\u0007</b>"}) == {"order": "<b>A-1 </b>"}
