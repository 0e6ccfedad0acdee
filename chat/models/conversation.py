"""One exchange between a visitor and a project's operators."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.tenancy import ProjectModel

PRIORITIES = (-1, 0, 1, 2)  # low, normal, high, urgent


class Conversation(ProjectModel):
    """The summary of a timeline. Counts and the `last_…` fields are written by `chat_append` under this row's lock.

    `last_number` counts every row (operators' numbers), `last_public_number` those a visitor sees. Read marks are internal
    numbers; `…_seen` are the other side's counts at that moment, so that unread is a difference and never a count(*).
    """

    class Status(models.TextChoices):
        OPEN = "open"
        SNOOZED = "snoozed"
        CLOSED = "closed"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField()
    visitor = models.ForeignKey("chat.Visitor", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    assignee = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    department = models.ForeignKey("chat.Department", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    subject = models.CharField(max_length=200, blank=True, default="")
    tags = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    priority = models.SmallIntegerField(default=0, db_default=0)
    routed_at = models.DateTimeField(null=True)  # given by a round and not by a person
    snoozed_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    rating_score = models.SmallIntegerField(null=True)
    rating_comment = models.CharField(max_length=1000, blank=True, default="")

    last_number = models.IntegerField(default=0, db_default=0)
    last_public_number = models.IntegerField(default=0, db_default=0)
    from_visitor = models.IntegerField(default=0, db_default=0)
    from_team = models.IntegerField(default=0, db_default=0)
    waiting_since = models.DateTimeField(null=True)
    last_text = models.TextField(default="", db_default="")
    last_author_kind = models.CharField(max_length=8, default="", db_default="")
    last_author_id = models.BigIntegerField(default=0, db_default=0)
    last_at = models.DateTimeField(null=True)

    visitor_read = models.IntegerField(default=0, db_default=0)
    visitor_seen = models.IntegerField(default=0, db_default=0)
    operator_read = models.IntegerField(default=0, db_default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="chat_conversation_pair"),
            models.UniqueConstraint(fields=["project", "number"], name="chat_conversation_human_number"),
            models.UniqueConstraint(fields=["project", "visitor"], condition=~Q(status="closed"), name="chat_conversation_one_open"),
        ]
        indexes = [
            models.Index(
                fields=["project", "-priority", "waiting_since", "id"],
                condition=Q(status="open", waiting_since__isnull=False),
                name="chat_conversation_waiting",
            ),
            models.Index(
                fields=["snoozed_until"], condition=Q(status="snoozed", snoozed_until__isnull=False), name="chat_conversation_snoozed"
            ),
            models.Index(fields=["project", "-updated_at", "-id"], condition=~Q(status="closed"), name="chat_conversation_inbox"),
            models.Index(fields=["project", "-closed_at", "-id"], condition=Q(status="closed"), name="chat_conversation_done"),
            models.Index(fields=["project", "visitor", "-id"], name="chat_conversation_of_visitor"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"
