"""A forward on its way to one endpoint, and each try."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import ProjectModel
from integrations.models.forward import Forward
from integrations.models.integration import Integration


class Delivery(ProjectModel):
    """One forward to one endpoint; *Send again* makes another, with a reason. `public_id` is the same on every try."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        WAITING = "waiting"  # for its next try
        DELIVERED = "delivered"
        FAILED = "failed"
        CANCELLED = "cancelled"

    UNDER_WAY = (State.QUEUED, State.SENDING, State.WAITING)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    forward = models.ForeignKey(Forward, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    conversation_id = models.BigIntegerField()  # deliveries of one conversation to one endpoint keep their order
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=1024, default="")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="integrations_delivery_pair")]
        indexes = [
            models.Index(fields=["project", "integration", "-id"], name="integrations_delivery_newest"),
            models.Index(fields=["project", "forward"], name="integrations_delivery_of"),
            models.Index(
                fields=["next_at"], name="integrations_delivery_due", condition=models.Q(state__in=["queued", "waiting", "sending"])
            ),
            models.Index(
                fields=["project", "integration", "conversation_id", "id"],
                name="integrations_delivery_order",
                condition=models.Q(state__in=["queued", "waiting", "sending"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.state}"

    @property
    def under_way(self) -> bool:
        return self.state in self.UNDER_WAY


class Attempt(ProjectModel):
    """One try of a delivery, and what came back: at most 1 kB of it, cleaned."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    delivered = models.BooleanField()
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=1024, default="")

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="integrations_attempt_pair"),
            models.UniqueConstraint(fields=["project", "delivery", "number"], name="integrations_attempt_once"),
        ]

    def __str__(self) -> str:
        return f"try {self.number}: {self.status}"
