"""Page addresses without what is nobody's business: query values and fragments can hold names, tokens, orders."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from chat.text import clean_line

MAX_ADDRESS = 500


def clean_address(raw: Any) -> str:
    """An http(s) address with its fragment and every query value removed except utm_…; '' for anything else."""
    try:
        parts = urlsplit(clean_line(raw, 4_000))
        query = [(name, value) for name, value in parse_qsl(parts.query) if name.startswith("utm_")]
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        netloc = f"{host}:{parts.port}" if parts.port else host
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    return urlunsplit((parts.scheme, netloc, parts.path, urlencode(query), ""))[:MAX_ADDRESS]
