"""How money comes in: the settings of billing. Keys stay in the environment, never in the database."""

from __future__ import annotations

import hashlib
import hmac

from config.env import BadSetting, Env

_env = Env()
_EMBEDDED = _env.text("PARLEY_ENV", "production") != "production"
_KEY_BYTES = 32

STRIPE_KEY = _env.text("PARLEY_STRIPE_KEY", "")
STRIPE_CALLBACK_SECRET = _env.text("PARLEY_STRIPE_CALLBACK_SECRET", "")
CARD_PAGE_URL = _env.origin("PARLEY_CARD_PAGE_URL", "http://localhost:8100") if _EMBEDDED else ""
# Said by who started the card page; both know the same key of this machine.
CARD_PAGE_SECRET = hashlib.sha256(f"card page {_env.text('PARLEY_SECRET_KEY')}".encode()).hexdigest()
PAYMENTS = "stripe" if STRIPE_KEY or not _EMBEDDED else "card_page"
PAYMENT_PAGE = "https://checkout.stripe.com" if PAYMENTS == "stripe" else CARD_PAGE_URL  # people type their card there


def _card_keys() -> dict[str, bytes]:
    """`name:hex` of at least 32 bytes, newest first. On one machine they follow from the secret key."""
    given = _env.words("PARLEY_CARD_KEYS")
    if not given and _EMBEDDED:
        own = hmac.digest(_env.text("PARLEY_SECRET_KEY").encode(), b"card fingerprints", hashlib.sha256)
        return {f"own-{hashlib.sha256(own).hexdigest()[:8]}": own}  # another secret key is another name
    try:
        keys = {name: bytes.fromhex(key) for name, _, key in (one.partition(":") for one in given)}
    except ValueError:
        raise BadSetting("PARLEY_CARD_KEYS must be name:hex, comma-separated.") from None
    if any(len(key) < _KEY_BYTES or not name or len(name) > 16 for name, key in keys.items()):
        raise BadSetting("PARLEY_CARD_KEYS needs names of at most 16 characters and keys of at least 32 bytes.")
    return keys


CARD_KEYS = _card_keys()
SELLER = {
    "name": _env.text("PARLEY_SELLER_NAME", "Parley"),
    "address": _env.text("PARLEY_SELLER_ADDRESS", ""),
    "vat_number": _env.text("PARLEY_SELLER_VAT_NUMBER", ""),
    "country": _env.text("PARLEY_SELLER_COUNTRY", "PT"),
}
SELLER_TAX_RATE = _env.whole("PARLEY_SELLER_TAX_RATE", 2300)  # hundredths of a per cent
