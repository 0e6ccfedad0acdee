"""The id that follows one request or socket from the browser to the log line and back in the error's text, and its address."""

from __future__ import annotations

import uuid
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
# Where the request came from, behind proxies that we trust: for the audit log. Empty outside of requests.
client_address: ContextVar[str] = ContextVar("client_address", default="")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def new_id(length: int) -> str:
    """A random id of `length` letters. Without digits: of sixteen hexadecimal ones, one in 20 000 would pass for a card number."""
    return uuid.uuid4().hex[:length].translate(_LETTERS)
