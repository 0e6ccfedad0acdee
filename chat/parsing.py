"""From the text of a frame to its fields: size, form, depth and speed, before anybody acts on it."""

from __future__ import annotations

import json
import math
import time
from typing import Any

import orjson
from django.conf import settings

from accounts.errors import BadFrame

MAX_FRAME_BYTES = 64 * 1024
MAX_DEPTH = 8
MAX_REF = 100


def parse_frame(text: str | None) -> tuple[dict[str, Any], Any]:
    """The frame and its `ref`. Raises BadFrame for what is no JSON object with a type, or nested deeper than MAX_DEPTH."""
    if text is None:
        raise BadFrame("Frames are JSON text, not bytes.")
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError:
        frame = _parse_slowly(text)
    shallow = text.count("{") + text.count("[") <= MAX_DEPTH  # it cannot be deeper than that
    return check_frame(frame, shallow=shallow)


def _parse_slowly(text: str) -> Any:
    """What orjson refuses may still be JSON with half a surrogate pair in it: that text is answered by its own code."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadFrame("This is not JSON.") from None


def _refuse(word: str) -> None:
    """NaN and Infinity are Python's idea of JSON: echoed in a `ref` they would break the browser's parser."""
    raise ValueError(word)


def check_frame(frame: Any, *, shallow: bool = False) -> tuple[dict[str, Any], Any]:
    """The same for a frame that is parsed already (the polling doors). `shallow`: its depth needs no looking at."""
    if not isinstance(frame, dict) or not isinstance(frame.get("type"), str) or (not shallow and _deeper_than(frame, MAX_DEPTH)):
        raise BadFrame()
    ref = frame.get("ref")
    if not _may_be_echoed(ref):
        raise BadFrame("ref is a short string or a number.")
    return frame, ref


def _may_be_echoed(ref: Any) -> bool:
    """Whether our JSON can say it back: 1e999 is infinite by now, and half a surrogate pair has no UTF-8."""
    if isinstance(ref, str):
        return len(ref) <= MAX_REF and not any("\ud800" <= one <= "\udfff" for one in ref)
    if isinstance(ref, float):
        return math.isfinite(ref)
    return ref is None or (isinstance(ref, int) and abs(ref) < 2**63)


def _deeper_than(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return False
    return depth == 0 or any(_deeper_than(one, depth - 1) for one in value)


def whole(frame: dict[str, Any], name: str) -> int | None:
    """A whole number ≥ 0 or null. Raises BadFrame."""
    value = frame.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise BadFrame(f"{name} must be a whole number or null.")
    return value


class Bucket:
    """A token bucket: `rate` frames a second, `burst` at once; without them what the settings say."""

    def __init__(self, rate: float | None = None, burst: float | None = None) -> None:
        self.rate: float = rate or settings.FRAMES_PER_S
        self.burst: float = burst or settings.FRAMES_BURST
        self.tokens, self.at = self.burst, time.monotonic()
        self.rested = True  # before the last one was taken it was full

    def take(self) -> int:
        """Take one; 0, or how many milliseconds to wait for the next."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at, self.rested = now, self.tokens == self.burst
        if self.tokens < 1:
            return max(1, int((1 - self.tokens) / self.rate * 1000))
        self.tokens -= 1
        return 0
