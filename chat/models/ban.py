"""Somebody who is kept out of a project."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import ProjectModel


class Ban(ProjectModel):
    """`target` is `visitor:<public id>` or a network as `203.0.113.0/24`. It ends at `until` (None: never) or when it is lifted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        indexes = [models.Index(fields=["project"], condition=models.Q(lifted_at=None), name="chat_ban_in_force")]

    def __str__(self) -> str:
        return self.target
