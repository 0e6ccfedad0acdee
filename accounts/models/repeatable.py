"""What was answered to a request that may come again."""

from __future__ import annotations

from django.db import models
from rest_framework.utils.encoders import JSONEncoder

from accounts.tenancy import AccountModel


class Repeatable(AccountModel):
    """An answer under the asker's Idempotency-Key: the same request again, within a day, is the same deed and gets this.

    `request` is the SHA-256 of the asker's rights, method, address and body, in hexadecimal digits.
    """

    by_id = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField(encoder=JSONEncoder, null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "by_id", "key"], name="accounts_repeatable_once")]
        indexes = [models.Index(fields=["account", "created_at"], name="accounts_repeatable_oldest")]

    def __str__(self) -> str:
        return self.key
