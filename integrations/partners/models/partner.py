"""Who refers customers, and what they earn by it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from integrations.partners.scope import PartnerItselfManager


class Plan(models.Model):
    """What is earned: `rate` (hundredths of a per cent) of paid net amounts for `months`. A version is never changed: a new one follows."""

    code = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    rate = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField()
    hold_days = models.PositiveSmallIntegerField()
    window_days = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="partners_plan_version")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def per_cent(self) -> str:
        """As 20 or 12.5."""
        return f"{self.rate / 100:g}"


class Partner(models.Model):
    """A person or company with a sign-in of its own, which is no member of any account: Postgres refuses one that were both.

    `state` is written by Parley's staff alone (`staff_partner_decide`); an erased partner has no user any more.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        BLOCKED = "blocked", _("Blocked")
        ERASED = "erased", _("Erased")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    website = models.CharField(max_length=200, blank=True)
    about = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.APPLIED)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_at = models.DateTimeField(null=True)
    objects = PartnerItselfManager["Partner"]()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["applied", "approved", "refused", "blocked", "erased"]), name="partners_partner_state"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def earns(self) -> bool:
        """Whether what referred accounts pay is worth anything to this partner now."""
        return self.state == self.State.APPROVED
