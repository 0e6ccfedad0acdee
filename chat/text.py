"""The one place where what people write is cleaned before it is stored."""

from __future__ import annotations

import re
from typing import Any

from accounts.errors import BadText, Empty, TooLong

MAX_CHARACTERS = 10_000
MAX_LINE = 500

# Bidi embeddings, overrides and isolates: they can make a sentence read differently from what it says, and reach past the
# message into the names around it. The marks (LRM, RLM, ALM) stay: Arabic and Hebrew writers need them.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(raw: Any, longest: int = MAX_CHARACTERS) -> str:
    """A message's text as it is stored: plain, without control characters or bidi overrides, lines ended by LF.

    Nothing in it is ever markup: browsers draw it as text and find its links themselves.
    Raises BadText for what is no text, has a NUL or half a surrogate pair; Empty; TooLong above `longest`.
    """
    if not isinstance(raw, str) or "\x00" in raw or _SURROGATE.search(raw):
        raise BadText()
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", _BIDI.sub("", text)).strip()
    if not text:
        raise Empty()
    if len(text) > longest:
        raise TooLong()
    return text


def clean_line(raw: Any, limit: int = MAX_LINE) -> str:
    """One line of at most `limit` characters (a name, a title): never refused for its length, only cut."""
    if not isinstance(raw, str) or "\x00" in raw or _SURROGATE.search(raw):
        return ""
    return " ".join(_CONTROL.sub(" ", _BIDI.sub("", raw)).split())[:limit]
