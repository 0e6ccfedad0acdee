"""What can be said of a card's number without asking anybody."""

from __future__ import annotations

import re

# The test cards: everything that passes the check is paid, but for these.
REFUSED = frozenset({"4000000000000002"})
_BRANDS = (("4", "Visa"), ("34", "American Express"), ("37", "American Express"), ("5", "Mastercard"), ("2", "Mastercard"))


def cleaned(typed: str) -> str | None:
    """The digits of a number that passes Luhn's check, or None."""
    digits = re.sub(r"[ -]", "", typed)
    return digits if re.fullmatch(r"[0-9]{12,19}", digits) and _passes(digits) else None


def _passes(digits: str) -> bool:
    doubled = [int(one) * (1 + at % 2) for at, one in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def brand_of(number: str) -> str:
    """Whose card it is."""
    return next((brand for start, brand in _BRANDS if number.startswith(start)), "Card")


def expiry(typed: str) -> str | None:
    """As 04/2031, or None for what is no month."""
    found = re.fullmatch(r"(0[1-9]|1[0-2]) ?/ ?(?:20)?([0-9]{2})", typed.strip())
    return f"{found[1]}/20{found[2]}" if found else None
