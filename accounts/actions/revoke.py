"""Tell every open socket that a right has ended."""

from __future__ import annotations

from accounts.models import Revocation


def revoke(subject: str) -> None:
    """End what `subject` names: sockets that lean on it close within a second.

    It is `session:<hash>`, `member:<id>`, `key:<id>` or `visitor:<public id>`.

    A row, not a message: each process reads the tail, so a lost Redis cannot keep a right alive.
    """
    Revocation.objects.create(subject=subject)
