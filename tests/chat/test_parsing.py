"""From the text of a frame to its fields (WSS4)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import BadFrame, BadId, Refused
from chat.access import parse_client_id
from chat.parsing import MAX_DEPTH, Bucket, check_frame, parse_frame, whole

NESTED = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


def deep(levels: int) -> dict[str, object]:
    """A frame that is `levels` deep itself included."""
    value: object = 1
    for _ in range(levels - 1):
        value = [value]
    return {"type": "ping", "x": value}


@pytest.mark.parametrize("ref", [1, "a", 1.5, None, "x" * 100])
def test_a_frame(ref: object) -> None:
    assert parse_frame(json.dumps({"type": "ping", "ref": ref, "unknown": [1]})) == ({"type": "ping", "ref": ref, "unknown": [1]}, ref)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        "null",
        "7",
        '"ping"',
        "{}",
        '{"type": 7}',
        '{"type": null}',
        '{"type": "ping", "ref": []}',
        '{"type": "ping", "ref": {}}',
        '{"type": "ping", "ref": "' + "x" * 101 + '"}',
        '{"type": "ping", "ref": NaN}',
        '{"type": "ping", "n": Infinity}',
        "[" * 60_000,
        '{"type": "ping", "x": ' + "9" * 5000 + "}",
    ],
)
def test_refused(text: str | None) -> None:
    with pytest.raises(BadFrame):
        parse_frame(text)


def test_depth() -> None:
    parse_frame(json.dumps(deep(MAX_DEPTH)))
    with pytest.raises(BadFrame):
        parse_frame(json.dumps(deep(MAX_DEPTH + 1)))


@given(st.text() | NESTED.map(json.dumps))
def test_anything_is_a_frame_or_refused(text: str) -> None:
    try:
        frame, _ = parse_frame(text)
    except Refused:
        return
    assert isinstance(frame["type"], str)


@given(NESTED)
def test_also_what_is_parsed_already(value: object) -> None:
    try:
        check_frame(value)
    except BadFrame:
        return
    raise AssertionError("none of these has a type")


@pytest.mark.parametrize("value", [-1, 2**31, True, "1", 1.5, [], {}])
def test_no_whole_number(value: object) -> None:
    with pytest.raises(BadFrame):
        whole({"after": value}, "after")


def test_whole_numbers() -> None:
    assert [whole({"after": value}, "after") for value in (0, 7, 2**31 - 1, None)] == [0, 7, 2**31 - 1, None]
    assert whole({}, "after") is None


@pytest.mark.parametrize("raw", ["", "x", None, 7, "a" * 46, "{}", "1234", ["6fa459ea-ee8a-3ca4-894e-db77e160355e"]])
def test_no_client_id(raw: object) -> None:
    with pytest.raises(BadId):
        parse_client_id(raw)


def test_a_bucket_lets_a_burst_through_and_then_says_how_long_to_wait() -> None:
    bucket = Bucket(rate=20, burst=3)
    assert [bucket.take() for _ in range(3)] == [0, 0, 0]
    wait = bucket.take()
    assert 0 < wait <= 50
    bucket.at -= 1  # as if a second had passed
    assert [bucket.take() for _ in range(3)] == [0, 0, 0]
