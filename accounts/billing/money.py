"""Amounts: integers in minor units everywhere, and words only where a person reads them."""

from __future__ import annotations

from django.conf import settings

_SIGNS = {"EUR": "€"}
PER_CENT = 100  # rates are in hundredths of a per cent
WHOLE = 100 * PER_CENT
EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


def in_words(amount: int, currency: str) -> str:
    """As €96.00; every currency we take has two decimals."""
    whole, rest = divmod(abs(amount), 100)
    return f"{'−' if amount < 0 else ''}{_SIGNS.get(currency, currency + ' ')}{whole:,}.{rest:02}"


def tax_rate(country: str, vat_number: str) -> tuple[int, str]:
    """The rate for a buyer, in hundredths of a per cent, and the note that the invoice must carry.

    At home and to people in the Union: our own rate. To companies elsewhere in the Union: reverse charge. Beyond it: none.
    """
    home: str = settings.SELLER["country"]
    rate: int = settings.SELLER_TAX_RATE
    if not country or country == home:
        return rate, ""
    if country not in EUROPEAN_UNION.split():
        return 0, ""
    return (0, "Reverse charge: the recipient owes the tax.") if vat_number else (rate, "")


def tax_of(net: int, rate: int) -> int:
    """Half up, away from zero, so that a credit takes back exactly what was asked."""
    amount = (abs(net) * rate * 2 + WHOLE) // (2 * WHOLE)
    return amount if net >= 0 else -amount
