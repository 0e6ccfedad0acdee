"""Payments: the saved card's token, each try to be paid, and the callbacks that have been heard."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import AccountModel


class Card(AccountModel):
    """The provider's token of a card, and a keyed one-way fingerprint. No number, no last four, no expiry: those are asked for."""

    provider = models.CharField(max_length=16)
    token = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    key_name = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account"], name="accounts_card_once")]

    def __str__(self) -> str:
        return self.provider


class Charge(AccountModel):
    """One try to be paid. `key` is the provider's idempotency key: asked fifty times, it is charged once."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invoice = models.ForeignKey("accounts.Invoice", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    state = models.CharField(max_length=8, default="pending")  # pending, paid, refused
    provider = models.CharField(max_length=16)
    provider_id = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["account", "invoice"], condition=models.Q(state="pending"), name="accounts_charge_one_pending")
        ]

    def __str__(self) -> str:
        return str(self.key)


class Callback(models.Model):
    """A provider's callback that was heard: the same one again does nothing. Holds nothing but its id."""

    provider = models.CharField(max_length=16)
    event = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event"], name="accounts_callback_once")]

    def __str__(self) -> str:
        return self.event
