"""What is random in a text and no word of anybody: a number looked for may stand in it by chance."""

from __future__ import annotations

import re

_IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,64}|\bv1\.[\w.=-]+")


def without_ids(text: str) -> str:
    """The text without UUIDs, digests in hexadecimal and our tokens."""
    return _IDS.sub("", text)
