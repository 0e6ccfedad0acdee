"""Another system that a project is connected to."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectModel


class Integration(ProjectModel):
    """`settings` and `mapping` are what the connector's form took; `sealed` are its secrets (`integrations/sealing.py`).

    It can be pressed while it is `enabled`, confirmed where the connector needs that, and not removed. A removed one keeps its
    row and name for the log of what was sent, and nothing else. `failing_since` is when the present row of failures began.
    """

    class Health(models.TextChoices):
        UNKNOWN = "unknown"
        WORKING = "working"
        FAILING = "failing"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    connector = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    settings = models.JSONField(default=dict)
    sealed = models.TextField(default="")
    fields = ArrayField(models.CharField(max_length=40), default=list)  # that are ticked when somebody presses
    mapping = models.JSONField(default=dict)  # ours → theirs
    enabled = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=300, default="")
    confirmed_at = models.DateTimeField(null=True)
    health = models.CharField(max_length=8, choices=Health.choices, default=Health.UNKNOWN)
    health_at = models.DateTimeField(null=True)
    health_detail = models.CharField(max_length=1024, default="")
    failing_since = models.DateTimeField(null=True)
    # The breaker: failures in a row, and until when nobody tries. The lease: one worker at a time sends here, in order.
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="integrations_integration_pair")]

    def __str__(self) -> str:
        return self.name
