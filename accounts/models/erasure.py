"""A visitor or an account that is to be erased, and afterwards the proof that it was."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import AccountModel


class Erasure(AccountModel):
    """Waits until `due_at`, then is done; it can be aborted before. Once done, the tombstone's hash is all that names its subject.

    `counts` says how many rows of what went, `receivers` who had been sent something of the subject's, `noted` that the
    tombstone stands outside the database too, for a restore.
    """

    class Kind(models.TextChoices):
        VISITOR = "visitor"
        ACCOUNT = "account"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        ABORTED = "aborted"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    subject = models.UUIDField(null=True)
    tombstone = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    counts = models.JSONField(default=dict)
    receivers = models.JSONField(default=list)
    noted = models.BooleanField(default=False)
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["account", "tombstone"], condition=models.Q(state="waiting"), name="accounts_erasure_waits_once"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="accounts_erasure_newest"),
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="accounts_erasure_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.tombstone[:8]}"
