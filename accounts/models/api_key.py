"""A key for scripts and other systems."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import AccountModel


class ApiKey(AccountModel):
    """Only the hash is kept; `prefix` is what people see. With a member it acts as that member, else as the account's bot."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=16)
    hash = models.BinaryField(max_length=32, unique=True)
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.prefix}…"
