"""A mailbox that wants no more mails of a project."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel


class Stop(ProjectModel):
    """By the hash of its address, for the whole project: whoever unsubscribes is not asked which chat they meant."""

    address_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "address_hash"], name="mail_stop_once")]

    def __str__(self) -> str:
        return self.address_hash[:8]
