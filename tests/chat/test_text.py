"""The one place where what people write is cleaned."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import BadText, Empty, Refused, TooLong
from chat.text import MAX_CHARACTERS, clean_line, clean_text

HTML = "<script>alert(1)</script> & <img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Hello", "Hello"),
        ("  two\r\nlines\rthree \n", "two\nlines\nthree"),
        ("tab\tstays", "tab\tstays"),
        ("bell\x07 esc\x1b del\x7f c1\x85", "bell esc del c1"),
        ("\ufeffmark", "mark"),
        ("safe\u202eevil\u202c \u2066x\u2069", "safeevil x"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("👩‍🚀 zero-width joiner", "👩‍🚀 zero-width joiner"),
        (HTML, HTML),
        ("x" * MAX_CHARACTERS + "   ", "x" * MAX_CHARACTERS),
    ],
)
def test_kept(written: str, kept: str) -> None:
    assert clean_text(written) == kept


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("", Empty),
        ("\u202e", Empty),
        ("x" * (MAX_CHARACTERS + 1), TooLong),
        ("\x00", BadText),
        ("a\ud83d", BadText),
        (None, BadText),
        (b"bytes", BadText),
        (["x"], BadText),
    ],
)
def test_refused(written: object, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        clean_text(written)


@given(st.text(st.characters(codec=None), max_size=200))
def test_whatever_is_kept_can_be_stored_and_stays_as_it_is(written: str) -> None:
    try:
        kept = clean_text(written)
    except (Empty, BadText):
        return
    assert kept == clean_text(kept) and "\x00" not in kept
    kept.encode()


@given(st.text(st.characters(codec=None), max_size=200), st.integers(1, 50))
def test_a_line_is_one_short_line(written: str, limit: int) -> None:
    kept = clean_line(written, limit)
    assert len(kept) <= limit and len(kept.splitlines()) <= 1
    kept.encode()


def test_no_text_is_an_empty_line() -> None:
    odd: list[Any] = [None, 7, {}, "\x00", "\ud800"]
    assert [clean_line(raw) for raw in odd] == [""] * 5
