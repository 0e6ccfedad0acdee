"""How our own card page signs: Stripe's scheme, so that both gateways hear callbacks alike. Knows nothing of Django."""

from __future__ import annotations

import hashlib
import hmac
import time

FRESH_S = 300


def sign(secret: str, body: bytes, at: int | None = None) -> str:
    """`t=<seconds>,v1=<hex>` over the time and the body."""
    moment = int(time.time()) if at is None else at
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mac}"


def is_signed(secret: str, body: bytes, signature: str) -> bool:
    """Whether the signature is right, and not old: a recorded callback cannot be played again later."""
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    moment = parts.get("t", "")
    if not secret or not (moment.isascii() and moment.isdecimal()) or abs(time.time() - int(moment)) > FRESH_S:
        return False
    return hmac.compare_digest(sign(secret, body, int(moment)).encode(), f"t={moment},v1={parts.get('v1', '')}".encode())
