"""A paying customer."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import AccountItselfManager


class Account(models.Model):
    """Has members and projects; every row of a customer leads here. While it is suspended nobody can act in it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    suspended_at = models.DateTimeField(null=True)
    require_2fa = models.BooleanField(default=False)
    require_sso = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    objects = AccountItselfManager["Account"]()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.name
