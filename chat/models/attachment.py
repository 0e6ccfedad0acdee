"""A file that somebody sends, from its announcement to what is kept of it, and the room that a project has for files."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.tenancy import ProjectManager, ProjectModel

MIB = 1024 * 1024
LARGEST_BYTES = 25 * MIB
QUOTA_BYTES = 20 * 1024 * MIB


class Attachment(ProjectModel):
    """Announced as `uploading`; `pending` once all of it is there; `ready` when what is kept of it has been made, or `refused`.

    What was uploaded is never served: the worker's copy is. `size` is what the browser announced, then what is kept; `held`
    is what of the project's room it takes, thumbnail included. `conversation`, `number` and `place` say which message has it.
    """

    class State(models.TextChoices):
        UPLOADING = "uploading"
        PENDING = "pending"
        READY = "ready"
        REFUSED = "refused"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=40, editable=False)
    author_kind = models.CharField(max_length=8)
    author_id = models.BigIntegerField()
    client_id = models.UUIDField()
    name = models.CharField(max_length=160)
    type = models.CharField(max_length=100, default="application/octet-stream")
    size = models.BigIntegerField()
    held = models.BigIntegerField()
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.UPLOADING)
    reason = models.CharField(max_length=12, default="")
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    number = models.IntegerField(null=True)
    place = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "author_kind", "author_id", "client_id"], name="chat_attachment_once"),
            models.CheckConstraint(
                condition=Q(conversation__isnull=True, number__isnull=True) | Q(conversation__isnull=False, number__isnull=False),
                name="chat_attachment_of_a_message",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "conversation", "number"], name="chat_attachment_of_message"),
            models.Index(fields=["touched_at"], condition=Q(state__in=["uploading", "pending"]), name="chat_attachment_due"),
            models.Index(fields=["created_at"], condition=Q(conversation__isnull=True), name="chat_attachment_left"),
        ]

    def __str__(self) -> str:
        return self.name


class FileSpace(models.Model):
    """How much a project's files take, and may. Its row is the lock under which room is given and taken back.

    Who may send any, how large one may be, and the sorts (`chat/files/kinds.py`) that nobody may send here.
    """

    project = models.OneToOneField("accounts.Project", on_delete=models.PROTECT, primary_key=True, related_name="+")
    used_bytes = models.BigIntegerField(default=0)
    quota_bytes = models.BigIntegerField(default=QUOTA_BYTES)
    largest_bytes = models.BigIntegerField(default=LARGEST_BYTES)
    from_visitors = models.BooleanField(default=True)
    from_team = models.BooleanField(default=True, db_default=True)
    refused_sorts = ArrayField(models.CharField(max_length=10), default=list, db_default=[])
    objects = ProjectManager["FileSpace"]()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.used_bytes} of {self.quota_bytes}"
