"""`{% icon "mail" %}`: one icon of the sprite, hidden from screen readers, for which the words beside it speak."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """The icon `name` of static/icons.svg; `classes` may hold `s`, `xs` (smaller) and `flip` (an arrow that turns in RTL)."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', f"i {classes}".strip(), static("icons.svg"), name)
