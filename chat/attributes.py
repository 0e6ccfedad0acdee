"""What a page may say of its visitor: names and typed values, bounded."""

from __future__ import annotations

import math
from typing import Any

from accounts.cards import masked
from accounts.models import Project
from chat.text import clean_line

Value = str | int | float | bool

NAMES_AT_MOST = 50
MAX_NAME, MAX_TEXT = 60, 300
WHOLE = 2**53  # beyond it browsers round


def clean_attributes(project: Project, raw: Any, *, at_most: int = NAMES_AT_MOST) -> dict[str, Value | None]:
    """Each name with its text, number or truth value; None for null, which takes an attribute away. What else comes is left out."""
    if not isinstance(raw, dict):
        return {}
    cleaned: dict[str, Value | None] = {}
    for name, value in list(raw.items())[:at_most]:
        key, kept = masked(project, clean_line(str(name), MAX_NAME)), _clean(project, value)
        if key and (value is None or kept is not None):
            cleaned[key] = kept
    return cleaned


def merged(stored: dict[str, Any], said: dict[str, Value | None]) -> dict[str, Any]:
    """What is stored with what was said now; the newest names stay when there are too many."""
    both: dict[str, Any] = {**{name: value for name, value in stored.items() if name not in said}, **said}
    kept = {name: value for name, value in both.items() if value is not None}
    return dict(list(kept.items())[-NAMES_AT_MOST:])


def _clean(project: Project, value: Any) -> Value | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= WHOLE else None
    if isinstance(value, float):
        return value if math.isfinite(value) and abs(value) <= WHOLE else None
    return masked(project, clean_line(value, MAX_TEXT)) if isinstance(value, str) else None
