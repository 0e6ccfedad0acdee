"""What an account has agreed to pay for, and who gets its invoices."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import AccountModel


class Subscription(AccountModel):
    """One row an account. Its lock stands for everything that the plan limits: seats, chats, payments.

    `paid_until` is null during the trial and on Free. `credit` is in minor units of the plans' currency.
    """

    plan = models.CharField(max_length=16)
    trial_ends_at = models.DateTimeField()
    paid_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    credit = models.BigIntegerField(default=0)
    invoice_name = models.CharField(max_length=120, blank=True)
    invoice_address = models.TextField(max_length=500, blank=True)
    invoice_email = models.EmailField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account"], name="accounts_subscription_once")]
        indexes = [models.Index(fields=["next_try_at"], name="accounts_subscription_due")]

    def __str__(self) -> str:
        return self.plan
