"""Whom we believe to be who they say: the public authorities of certifi, and one more file where a setting names it."""

from __future__ import annotations

import ssl
from functools import lru_cache

import certifi


@lru_cache(maxsize=4)
def tls_context(ca_file: str) -> ssl.SSLContext:
    """Checks certificates and host names; TLS 1.2 or newer. Nothing of the environment changes whom it believes."""
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
