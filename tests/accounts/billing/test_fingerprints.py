"""A card's fingerprint tells nothing without its key, and moves on to a new one (BIL2)."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from accounts.billing.fingerprints import fingerprint, renew
from accounts.billing.models import Card
from accounts.tenancy import account
from tests.accounts.billing.paying import VISA, pay
from tests.cast import Cast

NEW, OLD = b"n" * 32, b"o" * 32


class TestFingerprint:
    def test_a_hundred_thousand_guesses_without_the_key(self, cast: Cast) -> None:
        pay(cast)
        with account(cast.olga.account_id):
            kept = bytes(Card.objects.get().fingerprint)
        guesses = (f"{VISA.fingerprint}{number or ''}" for number in range(100_000))
        assert not any(hashlib.sha256(guess.encode()).digest() == kept for guess in guesses)

    def test_no_column_could_hold_a_number_or_a_part_of_it(self) -> None:
        names = {field.name for field in Card._meta.get_fields()}
        assert names == {"id", "account", "provider", "token", "fingerprint", "key_name", "created_at"}

    def test_it_moves_to_the_newest_key(self, cast: Cast, settings: Any) -> None:
        settings.CARD_KEYS = {"old": OLD}
        pay(cast)
        settings.CARD_KEYS = {"new": NEW, "old": OLD}
        with account(cast.olga.account_id):
            card = Card.objects.get()
            assert bytes(card.fingerprint) == fingerprint(VISA.fingerprint, "old")
            assert [renew(card, VISA.fingerprint) for _ in range(2)] == [True, False]
            card.refresh_from_db()
            assert (card.key_name, bytes(card.fingerprint)) == ("new", fingerprint(VISA.fingerprint, "new"))
        settings.CARD_KEYS = {"new": NEW}
        with pytest.raises(KeyError):
            fingerprint(VISA.fingerprint, "old")
