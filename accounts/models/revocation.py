"""A right that ended: open sockets learn of it from these rows within a second."""

from __future__ import annotations

from django.db import models


class Revocation(models.Model):
    """`subject` names what ended, as `session:<hash>`, `member:<id>` or `key:<id>`. Holds no customer data."""

    subject = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.subject
