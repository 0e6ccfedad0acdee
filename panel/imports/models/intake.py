"""An archive that is to become a project."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.tenancy import AccountModel


class Import(AccountModel):
    """One uploaded archive. While it is checked nothing is written; `faults` is what was found, each as `file:line: reason`.

    `target` is the public id of the project that it becomes, known before there is one; `project` is set with the project itself.
    `key` is the asker's Idempotency-Key: the same again is the same import.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"  # something in it is broken
        FAILED = "failed"  # something of ours is
        STOPPED = "stopped"  # somebody thought better of it

    class Stage(models.TextChoices):
        CHECKING = "checking"
        LOADING = "loading"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.CHECKING)
    name = models.CharField(max_length=160)
    size = models.BigIntegerField()
    key = models.CharField(max_length=200, blank=True, default="")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    faults = models.JSONField(default=list)
    fault_count = models.IntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)  # by whoever works at it: long ago means that nobody does any more
    ended_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "by_id", "key"], condition=~Q(key=""), name="imports_import_once")]
        indexes = [
            models.Index(fields=["account", "-id"], name="imports_import_newest"),
            models.Index(fields=["id"], condition=Q(state="running"), name="imports_import_running"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.public_id}"
