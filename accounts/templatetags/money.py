"""`{{ amount|money:"EUR" }}` and `{{ amount|signed:"EUR" }}`: minor units as words."""

from __future__ import annotations

from django import template

from accounts.billing.money import in_words

register = template.Library()


@register.filter
def money(amount: int, currency: str = "EUR") -> str:
    """As €96.00."""
    return in_words(amount, currency)


@register.filter
def signed(amount: int, currency: str = "EUR") -> str:
    """As +€96.00: what came or went."""
    return ("+" if amount > 0 else "") + in_words(amount, currency)
