"""The visitor's token: unguessable, one project's, good without any row (WID7)."""

from __future__ import annotations

import uuid

import pytest

from accounts.errors import SignInAgain
from accounts.models import Project
from chat.tokens import mint_token, read_token

SHOP = Project(pk=1, public_id=uuid.uuid4(), key="k")
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


def test_the_servers_key_can_be_changed_without_signing_anybody_out(settings: pytest.FixtureRequest) -> None:
    minted = mint_token(SHOP)
    former = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key " * 5, [former]  # type: ignore[attr-defined]
    assert read_token(SHOP, minted.token) == minted
    settings.SECRET_KEY_FALLBACKS = []  # type: ignore[attr-defined]
    with pytest.raises(SignInAgain):
        read_token(SHOP, minted.token)
