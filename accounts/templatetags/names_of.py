"""`{{ names|of:"de" }}` and `{{ "de"|language_name }}`: what something, and a language, is called."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def of(names: Mapping[str, str] | None, language: str) -> str:
    """The name in a language, '' where there is none."""
    return (names or {}).get(language, "")


@register.filter
def language_name(code: str) -> str:
    """A language by its own name."""
    return dict(settings.LANGUAGES).get(code, code)
