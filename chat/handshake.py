"""What a socket's handshake says of itself."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings


def header_of(scope: Any, name: bytes) -> str | None:
    """The value of a header, or None. Twice the same header counts as none that can be believed: ''."""
    values = [value for key, value in scope["headers"] if key == name]
    if not values:
        return None
    return values[0].decode("latin-1") if len(values) == 1 else ""


def address_of(scope: Any) -> str:
    """Where the socket comes from: what a trusted proxy says, else the peer itself."""
    peer = str((scope.get("client") or ("",))[0])
    if peer in settings.TRUSTED_PROXIES:
        return (header_of(scope, b"x-forwarded-for") or "").rpartition(",")[2].strip() or peer
    return peer


def country_of(scope: Any) -> str:
    """The country that a trusted proxy says, as two letters; '' where it is not known."""
    peer = str((scope.get("client") or ("",))[0])
    said = (
        header_of(scope, settings.COUNTRY_HEADER.lower().encode()) if settings.COUNTRY_HEADER and peer in settings.TRUSTED_PROXIES else ""
    )
    return said.lower() if said and re.fullmatch("[A-Za-z]{2}", said) else ""


def cookie_of(scope: Any, name: str) -> str | None:
    """The value of a cookie of the handshake, or None."""
    from http.cookies import CookieError, SimpleCookie

    try:
        cookies = SimpleCookie(header_of(scope, b"cookie") or "")
    except CookieError:
        return None
    return cookies[name].value if name in cookies else None
