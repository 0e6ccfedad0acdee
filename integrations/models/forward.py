"""A press: what an operator sent to another system, and why."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectModel
from integrations.models.integration import Integration


class Forward(ProjectModel):
    """One press. Its body stands here as it was shown and as it is sent, byte for byte, until somebody purges it.

    Conversation and visitor are ids without keys: this is the log of what left Parley, and it outlives both.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    request_id = models.UUIDField()
    conversation_id = models.BigIntegerField()
    conversation = models.UUIDField()
    conversation_number = models.IntegerField()
    visitor = models.UUIDField()
    actor_id = models.BigIntegerField()  # a member: NOT NULL, and Postgres looks whether they may (`forward_is_pressed`)
    actor_name = models.CharField(max_length=120)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    method = models.CharField(max_length=10)
    url = models.CharField(max_length=2000)
    content_type = models.CharField(max_length=100)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="integrations_forward_pair"),
            # Pressed twice, or sent again by a browser that heard no answer: once.
            models.UniqueConstraint(fields=["project", "integration", "conversation", "request_id"], name="integrations_forward_once"),
        ]
        indexes = [models.Index(fields=["project", "conversation", "-id"], name="integrations_forward_of_talk")]

    def __str__(self) -> str:
        return str(self.public_id)
