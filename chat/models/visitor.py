"""Someone on the website."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectModel


class Visitor(ProjectModel):
    """Written with the first durable act only. `token_hash` is SHA-256 over the secret of the visitor's token.

    `verified`: the site's server has signed `external_id` and `email`. Such a visitor has a token for each of their `devices`
    (the same hash in hex, newest last), and one row whatever the device; what nobody signed is never merged into it.
    `data` is what the page set, `events` are the last that it tracked, and `agreed` is what it said of their consent.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.BinaryField(max_length=32)
    external_id = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    verified = models.BooleanField(default=False)
    devices = ArrayField(models.CharField(max_length=64), default=list, db_default=[])
    data = models.JSONField(default=dict)
    events = models.JSONField(default=list, db_default=[])
    agreed = models.BooleanField(null=True)
    agreed_at = models.DateTimeField(null=True)
    locale = models.CharField(max_length=35, blank=True)
    device = models.CharField(max_length=80, blank=True)
    referrer = models.CharField(max_length=500, blank=True)
    pages = models.JSONField(default=list)
    visits = models.PositiveIntegerField(default=1)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="chat_visitor_pair"),
            models.UniqueConstraint(fields=["project", "external_id"], condition=models.Q(verified=True), name="chat_visitor_verified"),
        ]

    def __str__(self) -> str:
        return self.name or f"Visitor {str(self.public_id)[:4]}"
