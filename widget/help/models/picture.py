"""A picture that articles show: made anew from its pixels, in the same store as other files."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import ProjectModel


class Picture(ProjectModel):
    """Everybody who has its address may see it. `held` is what it takes of the project's room for files, in bytes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=40, editable=False)
    name = models.CharField(max_length=160)
    type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    held = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ProjectModel.Meta):
        pass

    def __str__(self) -> str:
        return self.name
