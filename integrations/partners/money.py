"""What a partner earns of an amount: integers in minor units, and one rule of rounding."""

from __future__ import annotations

from accounts.billing.money import tax_of


def commission_of(net: int, rate: int) -> int:
    """`rate` (hundredths of a per cent) of what was paid without tax, half a cent up: the rule that our invoices round tax by."""
    return tax_of(net, rate)


def part_given_back(commission: int, given_back: int, total: int) -> int:
    """How much of a commission goes when so much of an invoice's total has gone, half up. All of it when all has."""
    return (2 * commission * min(given_back, total) + total) // (2 * total)
