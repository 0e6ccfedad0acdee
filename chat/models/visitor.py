"""Someone on the website."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import ProjectModel


class Visitor(ProjectModel):
    """Written with the first durable act only. `token_hash` is SHA-256 over the secret of the visitor's token."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.BinaryField(max_length=32)
    external_id = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    verified = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    locale = models.CharField(max_length=35, blank=True)
    device = models.CharField(max_length=80, blank=True)
    referrer = models.CharField(max_length=500, blank=True)
    pages = models.JSONField(default=list)
    visits = models.PositiveIntegerField(default=1)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="chat_visitor_pair")]

    def __str__(self) -> str:
        return self.name or f"Visitor {str(self.public_id)[:4]}"
