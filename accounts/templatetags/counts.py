"""`{{ number|grouped }}`: a count as the reader's language writes it, 1,906 or 1.906."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))
