"""A month on paper: what was owed before, what was added and taken, what is owed now."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from integrations.partners.scope import PartnerModel


class Statement(PartnerModel):
    """Of all entries after the former statement's last one, up to `last_entry`. Numbers have no gap; nothing in it ever changes.

    `sealed` is who it was made out to on that day; it is sealed again when keys change, and emptied with a profile that nobody must keep.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField()
    month = models.DateField()
    currency = models.CharField(max_length=3)
    opening = models.BigIntegerField()
    accrued = models.BigIntegerField()
    reversed = models.BigIntegerField()
    paid = models.BigIntegerField()
    closing = models.BigIntegerField()
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    sealed = models.TextField(blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(PartnerModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partner", "id"], name="partners_statement_pair"),
            models.UniqueConstraint(fields=["partner", "number"], name="partners_statement_number"),
            models.UniqueConstraint(fields=["partner", "month"], name="partners_statement_month"),
            models.CheckConstraint(
                condition=Q(closing=F("opening") + F("accrued") - F("reversed") - F("paid")), name="partners_statement_sums"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As it is called on paper: the partner's own numbers, without a gap."""
        return f"PS-{self.partner_id}-{self.number:04}"
