"""How a text becomes the words that it is found by: folded as the search of conversations does it."""

from __future__ import annotations

from chat.search.words import words_of
from widget.help.models.search import LONGEST

MOST_WORDS = 800
_SHORTEST = 2


def kept_words(text: str) -> list[str]:
    """Each word once, in the text's order."""
    return [word for word in words_of(text) if len(word) >= _SHORTEST and len(word) <= LONGEST][:MOST_WORDS]
