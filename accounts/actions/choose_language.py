"""Choose the language of one's own panel."""

from __future__ import annotations

from django.conf import settings

from accounts.errors import Invalid
from accounts.models import User


def choose_language(person: User, language: str) -> None:
    """From the next page on; "" is whatever their browser asks for. Raises Invalid for one that the panel does not speak."""
    if language and language not in settings.OPERATORS_LANGUAGES:
        raise Invalid(fields={"language": "One of " + ", ".join(settings.OPERATORS_LANGUAGES)})
    person.language = language
    person.save(update_fields=["language"])
