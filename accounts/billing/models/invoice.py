"""What an account owes or has paid. An invoice is never changed once it has its number, but for being paid, void or given back."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import AccountModel


class InvoiceCounter(models.Model):
    """The last number given. Its row lock makes the numbers gapless: a number is taken and used in one transaction."""

    series = models.CharField(max_length=16, primary_key=True)
    last_number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.last_number}"


class Invoice(AccountModel):
    """Amounts are integers in minor units of `currency`. `seller` and `buyer` are kept as they were on that day.

    `given_back` is what was credited of it after it had been paid; it only grows.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.BigIntegerField(unique=True)
    plan = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    total = models.BigIntegerField()
    credited = models.BigIntegerField(default=0)
    given_back = models.BigIntegerField(default=0)
    seller = models.JSONField()
    buyer = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    refused = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "id"], name="accounts_invoice_pair")]
        indexes = [models.Index(fields=["account", "-id"], name="accounts_invoice_newest")]

    def __str__(self) -> str:
        return str(self.number)


class InvoiceLine(AccountModel):
    """One position, with its own tax. `tax_rate` is in hundredths of a per cent."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    net = models.BigIntegerField()
    tax_rate = models.PositiveIntegerField()
    tax = models.BigIntegerField()

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "invoice", "position"], name="accounts_invoiceline_once")]

    def __str__(self) -> str:
        return self.words
