"""The headers of static files."""

from __future__ import annotations

from typing import Any


def static_headers(headers: Any, path: str, url: str) -> None:
    """Frames on customers' pages demand that what they load says it may be loaded from elsewhere."""
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
