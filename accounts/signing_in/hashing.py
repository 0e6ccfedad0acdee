"""How passwords are hashed: argon2id, a few at a time, so that a crowd at the door never stops the conversations inside."""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.contrib.auth.hashers import Argon2PasswordHasher

# A third of this machine's processors at most, one at least: the rest belongs to the people who are talking.
AT_ONCE = max(1, (os.cpu_count() or 1) // 3)
WAITING_AT_MOST = 64
_running = threading.BoundedSemaphore(AT_ONCE)
_waiting = threading.BoundedSemaphore(WAITING_AT_MOST)


class Argon2idHasher(Argon2PasswordHasher):
    """argon2id with 48 MiB, two passes, one lane: more than twice what OWASP asks for (19 MiB, 2, 1); docs/sign-in.md has the times.

    Passwords are compared in one Unicode form: keyboards write the same letter in several.
    """

    memory_cost = 48 * 1024
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _turn():
            return super().encode(_one_form(password), salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _turn():
            return super().verify(_one_form(password), encoded)


def _one_form(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for a turn. When too many wait already, answer 429 at once: nobody is locked out, a passkey needs no turn."""
    if not _waiting.acquire(blocking=False):
        raise ImmediateHttpResponse(respond_429(context.request))
    try:
        with _running:
            yield
    finally:
        _waiting.release()
