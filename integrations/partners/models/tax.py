"""What tax law wants to know of a partner, sealed; and who has looked at it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from integrations.partners.scope import PartnerModel


class PartnersDataKey(models.Model):
    """Seals what partners tell us. A key of their own: it opens nothing of a customer's, and no customer's key opens this."""

    ring_key = models.CharField(max_length=300)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "partners_datakey"

    def __str__(self) -> str:
        return f"{self.pk} under {self.ring_key}"


class TaxProfile(PartnerModel):
    """`sealed` is one JSON object; what is not sealed says only whether we may pay, and since when."""

    sealed = models.TextField(blank=True)
    declared_at = models.DateTimeField(null=True)
    payout_changed_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    certificate = models.UUIDField(null=True)
    certificate_type = models.CharField(max_length=16, blank=True)

    class Meta(PartnerModel.Meta):
        constraints = [models.UniqueConstraint(fields=["partner"], name="partners_taxprofile_once")]

    def __str__(self) -> str:
        return f"of {self.partner_id}"


class Look(PartnerModel):
    """Somebody read it, and what for. Written before they read; nobody can change or delete one."""

    class Purpose(models.TextChoices):
        OWN = "own", _("Shown to the partner themselves")
        CHECK = "check", _("Commission check")
        TAX = "tax", _("Tax compliance")
        STATEMENT = "statement", _("Printed on a statement")

    class What(models.TextChoices):
        PROFILE = "profile", _("Tax and payout details")
        CERTIFICATE = "certificate", _("Certificate")

    who = models.CharField(max_length=120)
    is_staff = models.BooleanField(default=False)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    what = models.CharField(max_length=12, choices=What.choices)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(PartnerModel.Meta):
        indexes = [models.Index(fields=["partner", "-id"], name="partners_look_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(purpose__in=["own", "check", "tax", "statement"]), name="partners_look_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.purpose}"
