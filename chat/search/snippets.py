"""The part of a text that shows why it was found, in pieces: plain ones, and hits to be marked."""

from __future__ import annotations

import re

from chat.search.shapes import PieceShape
from chat.search.words import LONGEST, fold

AROUND = 60  # letters before the first hit
LENGTH = 180  # letters of a whole snippet

_PIECE = re.compile(r"\w+|\W+")


def snippet(text: str, words: frozenset[str]) -> list[PieceShape]:
    """Pieces of `text` around its first hit; "…" stands where something is left out."""
    pieces = [(piece, _is_hit(piece, words)) for piece in _PIECE.findall(" ".join(text.split()))]
    first = next((at for at, (_, hit) in enumerate(pieces) if hit), 0)
    start, room = first, AROUND
    while start > 0 and len(pieces[start - 1][0]) <= room:
        start -= 1
        room -= len(pieces[start][0])
    shown: list[PieceShape] = [{"text": "…", "hit": False}] if start else []
    length = 0
    for piece, hit in pieces[start:]:
        if length + len(piece) > LENGTH and length:
            return _joined([*shown, {"text": "…", "hit": False}])
        shown.append({"text": piece[:LENGTH], "hit": hit})
        length += len(piece)
    return _joined(shown)


def _is_hit(piece: str, words: frozenset[str]) -> bool:
    word = fold(piece)[:LONGEST]
    return word in words or any(word[at : at + 2] in words for at in range(len(word) - 1) if ord(word[at]) > 0x0E00)


def _joined(pieces: list[PieceShape]) -> list[PieceShape]:
    """Neighbours of one kind as one piece."""
    joined: list[PieceShape] = []
    for piece in pieces:
        if joined and joined[-1]["hit"] == piece["hit"]:
            joined[-1] = {"text": joined[-1]["text"] + piece["text"], "hit": piece["hit"]}
        else:
            joined.append(piece)
    return joined
