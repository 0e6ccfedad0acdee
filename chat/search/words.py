"""How a text becomes the words it is found by, and a question the words it asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 40  # letters of a word that count; longer ones are addresses, keys and noise, found by their beginning
MOST_WORDS = 400  # of one message; a text of 10 000 letters has fewer, a list of numbers may have more
ASKED_WORDS = 8  # of one question

_WORD = re.compile(r"\w+")  # linear: one class, no alternatives
_WITHOUT_SPACES = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u3040-\u30ff\u0e00-\u0e7f]")


def words_of(text: str) -> list[str]:
    """Each word once, in the text's order: folded, without marks. "Crème BRÛLÉE" is found as "creme brulee".

    Where a script writes without spaces, each two neighbouring signs are a word.
    """
    return list(dict.fromkeys(_words(text)))[:MOST_WORDS]


def asked(question: str) -> list[str]:
    """The words of a question that count."""
    return words_of(question)[:ASKED_WORDS]


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(fold(text)):
        if _WITHOUT_SPACES.search(word) and len(word) > 1:
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        else:
            yield word[:LONGEST]


def fold(text: str) -> str:
    """Without case and marks, letter by letter as far as Unicode allows."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(sign))
