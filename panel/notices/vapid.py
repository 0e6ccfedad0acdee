"""The key by which push services know us (RFC 8292): one for the installation, from a setting."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02, b64urlencode

VALID_S = 12 * 3600  # RFC 8292 allows a day; clocks differ


@lru_cache(maxsize=2)
def _key(raw: str) -> Vapid02:
    return Vapid02.from_raw(raw.encode())


def public_key() -> str:
    """What a browser subscribes with, as base64url; '' where pushes are not set up."""
    if not settings.VAPID_KEY:
        return ""
    point = _key(settings.VAPID_KEY).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def authorization(endpoint: str, now_s: int) -> str:
    """The header that says to the endpoint's push service who sends, and whom it may complain to. It is bound to that service."""
    parts = urlsplit(endpoint)
    claims = {"sub": settings.VAPID_CONTACT, "aud": f"{parts.scheme}://{parts.netloc}", "exp": now_s + VALID_S}
    headers: dict[str, str] = _key(settings.VAPID_KEY).sign(claims)
    return headers["Authorization"]
