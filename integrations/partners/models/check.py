"""The commission check: one of Parley's people asks, another one answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from integrations.partners.scope import PartnerModel


class Check(PartnerModel):
    """To approve what is out of its hold, or to pay what is approved, up to one entry. Written by functions of Postgres alone."""

    kind = models.CharField(max_length=8)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    up_to = models.BigIntegerField()
    asked_by = models.BigIntegerField()
    asked_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    answered_by = models.BigIntegerField(null=True)
    answered_name = models.CharField(max_length=120, blank=True, db_default="")
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta(PartnerModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partner", "id"], name="partners_check_pair"),
            models.UniqueConstraint(fields=["partner", "kind"], condition=Q(answered_at=None), name="partners_check_one_open"),
            models.CheckConstraint(condition=Q(kind__in=["approve", "pay"]), name="partners_check_kind"),
            # Whoever asked may take it back; only somebody else may agree.
            models.CheckConstraint(
                condition=Q(agreed=None) | Q(agreed=False) | ~Q(answered_by=F("asked_by")), name="partners_check_two_people"
            ),
            models.CheckConstraint(
                condition=Q(agreed=None, answered_by=None, answered_at=None)
                | Q(agreed__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="partners_check_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
