"""Who sent whom: kept from the first touch on, and never moved to another partner."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from integrations.partners.models.partner import Plan
from integrations.partners.scope import PartnerModel


class Touch(PartnerModel):
    """Somebody signed up who had followed a partner's link. The first link counts: one row a person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    touched_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return str(self.touched_at)


class Referral(PartnerModel):
    """An account that such a person opened. `refused` says why it earns nothing; `plan` is the version that was promised."""

    class Refused(models.TextChoices):
        SAME_PERSON = "same_person", _("The partner’s own")
        SAME_DOMAIN = "same_domain", _("From the partner’s own mail domain")
        SAME_CARD = "same_card", _("Paid with the card of the partner’s own account")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.OneToOneField("accounts.Account", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    touched_at = models.DateTimeField()
    began_at = models.DateTimeField()
    refused = models.CharField(max_length=12, choices=Refused.choices, blank=True)

    class Meta(PartnerModel.Meta):
        constraints = [models.UniqueConstraint(fields=["partner", "id"], name="partners_referral_pair")]

    def __str__(self) -> str:
        return str(self.public_id)
