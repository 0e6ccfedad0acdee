"""Page addresses lose what is nobody's business."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.addresses import MAX_ADDRESS, clean_address


@pytest.mark.parametrize(
    ("given_address", "kept"),
    [
        ("https://acme.example/bowls", "https://acme.example/bowls"),
        ("https://acme.example/a?token=SECRET&utm_source=news&email=v@x.example#frag", "https://acme.example/a?utm_source=news"),
        ("https://user:SECRET@acme.example:8443/a", "https://acme.example:8443/a"),
        ("HTTP://ACME.example/A", "http://acme.example/A"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://acme.example/a\n b\u202e", "https://acme.example/a b"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//acme.example/a", ""),
        ("https://", ""),
        ("https://[", ""),
        ("https://acme.example:port/", ""),
        ("acme", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_cleaned(given_address: object, kept: str) -> None:
    assert clean_address(given_address) == kept


@given(st.text(max_size=80))
def test_anything_becomes_an_address_or_nothing(rest: str) -> None:
    for raw in (rest, f"https://{rest}", f"https://acme.example/{rest}"):
        kept = clean_address(raw)
        assert kept == "" or (kept.startswith(("http://", "https://")) and len(kept) <= MAX_ADDRESS)


@given(st.dictionaries(st.text(max_size=10), st.just("SECRET"), max_size=5))
def test_no_query_value_survives_but_utm(query: dict[str, str]) -> None:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    kept = clean_address(f"https://acme.example/?{asked}")
    assert "SECRET" not in kept or "utm_" in kept
