"""The keys that seal secrets, themselves wrapped by a key outside the database."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import AccountModel


class DataKey(AccountModel):
    """Seals an account's secrets; the newest seals, the others still open. `ring_key` names what opens `wrapped`."""

    ring_key = models.CharField(max_length=300)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk} under {self.ring_key}"


class UsersDataKey(models.Model):
    """The same for what belongs to people whatever their accounts: seeds of their second factors."""

    ring_key = models.CharField(max_length=300)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk} under {self.ring_key}"
