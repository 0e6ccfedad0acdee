"""The shim on the way of the hints cuts between RESP values and nowhere else, however the bytes come."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.faults.hints import Hints, Mischief

VALUES = [
    b"+OK\r\n",
    b":1\r\n",
    b"$-1\r\n",
    b"$5\r\na\r\nbc\r\n",
    b"*-1\r\n",
    b"*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n",
    b"*3\r\n$7\r\nmessage\r\n$1\r\nx\r\n$4\r\n\r\n*1\r\n",
    b">3\r\n$7\r\nmessage\r\n$1\r\nx\r\n$2\r\nhi\r\n",
    b"%1\r\n+server\r\n+valkey\r\n",
    b"*2\r\n*1\r\n:1\r\n$0\r\n\r\n",
]
HINTS = {one for one in VALUES if b"message" in one}


def chunks(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in pairwise(places)]


@given(st.lists(st.sampled_from(VALUES)), st.lists(st.integers(min_value=0)))
def test_nothing_changes_without_mischief(values: list[bytes], cuts: list[int]) -> None:
    shim, data = Hints(Mischief()), b"".join(values)
    assert b"".join(map(shim, chunks(data, cuts))) == data


@given(st.lists(st.sampled_from(VALUES)), st.lists(st.integers(min_value=0)))
def test_only_hints_are_lost(values: list[bytes], cuts: list[int]) -> None:
    shim, data = Hints(Mischief(lost=1.0)), b"".join(values)
    assert b"".join(map(shim, chunks(data, cuts))) == b"".join(one for one in values if one not in HINTS)


@given(st.lists(st.sampled_from(VALUES)))
def test_only_hints_are_doubled(values: list[bytes]) -> None:
    shim = Hints(Mischief(doubled=1.0))
    assert shim(b"".join(values)) == b"".join(one * (2 if one in HINTS else 1) for one in values)
