"""The visitor's token: unguessable, one project's, good without any row (WID7)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from accounts.errors import SignInAgain
from accounts.models import Project
from chat.tokens import mint_token, read_token

SHOP = Project(pk=1, public_id=uuid.uuid4(), key="k")
NEXT_KEY = "another key " * 5
OTHER = Project(pk=2, public_id=uuid.uuid4(), key="l")


def test_read_back() -> None:
    minted = mint_token(SHOP)
    assert read_token(SHOP, minted.token) == minted and len(minted.secret_hash) == 32


def test_never_the_same() -> None:
    assert len({mint_token(SHOP).token for _ in range(100)}) == 100


def test_another_projects_is_refused() -> None:
    with pytest.raises(SignInAgain):
        read_token(OTHER, mint_token(SHOP).token)


def test_a_change_of_any_part_is_refused() -> None:
    token, other = mint_token(SHOP).token.split("."), mint_token(SHOP).token.split(".")
    for part in (1, 2, 3):
        mixed = [other[n] if n == part else token[n] for n in range(4)]
        with pytest.raises(SignInAgain):
            read_token(SHOP, ".".join(mixed))


@pytest.mark.parametrize(
    "garbled",
    ["", "v1", "v1...", "v2.a.b.c", "v1.x.y.z", "a" * 400, "v1.é.é.é", "v1.a.b.c.d", "\x00.\x00.\x00.\x00", 7, None, {}, ["v1"], True],
)
def test_garbled_is_refused(garbled: object) -> None:
    with pytest.raises(SignInAgain):
        read_token(SHOP, garbled)


class TestRotation:
    """SEC4: the server's key is changed, and nobody becomes a stranger."""

    def test_a_former_key_s_token_is_read_as_one_of_the_present_key(self, settings: Any) -> None:
        minted, former = mint_token(SHOP), settings.SECRET_KEY
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEXT_KEY, [former]
        renewed = read_token(SHOP, minted.token)
        assert (renewed.visitor, renewed.secret_hash) == (minted.visitor, minted.secret_hash) and renewed.token != minted.token
        settings.SECRET_KEY_FALLBACKS = []
        assert read_token(SHOP, renewed.token) == renewed
        with pytest.raises(SignInAgain):
            read_token(SHOP, minted.token)

    def test_without_the_former_key_the_visitor_s_row_says_who_it_is(self, settings: Any) -> None:
        minted = mint_token(SHOP)
        settings.SECRET_KEY = NEXT_KEY
        rows = {minted.visitor: minted.secret_hash}
        known = read_token(SHOP, minted.token, is_known=lambda token: rows.get(token.visitor) == token.secret_hash)
        assert known.visitor == minted.visitor and read_token(SHOP, known.token) == known
        other = mint_token(SHOP).token.split(".")
        forged = ".".join(["v1", minted.visitor.hex, other[2], "x"])
        for token in (forged, f"v1.{minted.visitor}.{minted.token.split('.')[2]}.x", "v1.x.y.z"):
            with pytest.raises(SignInAgain):
                read_token(SHOP, token, is_known=lambda token: rows.get(token.visitor) == token.secret_hash)
