"""`{% avatar id name %}`: a person's initials, in the colour that the browser code gives the same id."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

HUES = 6


@register.simple_tag
def avatar(public_id: object, name: str) -> SafeString:
    """Beside a name, so screen readers pass it over."""
    words = name.split() or [""]
    initials = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return format_html('<span class="av av-{} md" aria-hidden="true">{}</span>', hue_of(str(public_id)), initials.upper())


def hue_of(text: str) -> int:
    """Which of the colours, 1 to 6: the sum of `panel/client/words.ts: hueOf`."""
    total = 0
    for letter in text:
        total = (total * 31 + ord(letter)) & 0xFFFFFFFF
    return total % HUES + 1
