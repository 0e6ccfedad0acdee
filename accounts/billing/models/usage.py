"""How many conversations an account has begun in a month: a counter, so that asking costs the same for ever."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import AccountModel


class Usage(AccountModel):
    """One row an account and month (its first day). `warned_at`: when the mail about 80 % was sent."""

    month = models.DateField()
    started = models.PositiveIntegerField(default=0)
    warned_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "month"], name="accounts_usage_once")]

    def __str__(self) -> str:
        return f"{self.month}: {self.started}"
