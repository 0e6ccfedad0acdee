"""A copy of everything held about a visitor, a project or an account, on its way to a file."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import AccountModel


class Export(AccountModel):
    """`progress` is where its making goes on after an interruption; from `ends_at` on the file is not handed out any more."""

    class Kind(models.TextChoices):
        VISITOR = "visitor"
        PROJECT = "project"
        ACCOUNT = "account"

    class State(models.TextChoices):
        RUNNING = "running"
        READY = "ready"
        FAILED = "failed"
        CANCELLED = "cancelled"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    visitor = models.UUIDField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.RUNNING)
    progress = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)  # that did not end well
    size = models.BigIntegerField(default=0)
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)  # by whoever makes it: long ago means that nobody does any more
    ready_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        indexes = [
            models.Index(fields=["account", "-id"], name="accounts_export_newest"),
            models.Index(fields=["id"], condition=models.Q(state="running"), name="accounts_export_running"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
