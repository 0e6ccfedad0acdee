"""The two lines that come first: the launcher's label, said before any of the chat's own code is there, and the greeting."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

LABEL = gettext_noop("Chat with us")
# `Project.greeting` replaces it in all languages.
GREETING = "Hello. What can we help you with?"


def labels(texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The launcher's words in each language that visitors are spoken to in."""
    found = {}
    for language in settings.VISITORS_LANGUAGES:
        with override(language):
            found[language] = texts.get(language, {}).get(LABEL) or _(LABEL)
    return found
