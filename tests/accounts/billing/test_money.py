"""Integers in, integers out: taxes, and how amounts read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.billing.money import in_words, tax_of, tax_rate


@pytest.mark.parametrize(
    ("country", "vat_number", "rate", "noted"),
    [
        ("", "", 2300, False),
        ("PT", "PT509555014", 2300, False),
        ("DE", "", 2300, False),
        ("DE", "DE123456789", 0, True),
        ("CH", "", 0, False),
    ],
)
def test_whose_tax(country: str, vat_number: str, rate: int, noted: bool) -> None:
    found, note = tax_rate(country, vat_number)
    assert (found, bool(note)) == (rate, noted)


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=10_000))
def test_a_credit_takes_back_what_was_asked(net: int, rate: int) -> None:
    assert tax_of(-net, rate) == -tax_of(net, rate)
    assert abs(tax_of(net, rate) * 10_000 - net * rate) <= 5_000


def test_in_words() -> None:
    assert [in_words(amount, "EUR") for amount in (0, 5, 9600, 123456, -100)] == ["€0.00", "€0.05", "€96.00", "€1,234.56", "−€1.00"]
    assert in_words(100, "CHF") == "CHF 1.00"
