"""A visitor waits: from their first line that nobody reacted to, until somebody does."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.tenancy import ProjectModel
from panel.notices.words import Event


class Wait(ProjectModel):
    """One turn of a conversation, and how far its ladder was climbed: a burst of lines is one. `number` is the first line's.

    At the top it stays open until somebody reacts, so that further lines of the same burst do not begin it anew.
    """

    class Ended(models.TextChoices):
        ANSWERED = "answered"
        NOTED = "noted"
        TAKEN = "taken"
        CLOSED = "closed"

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    number = models.IntegerField()
    event = models.CharField(max_length=10, choices=Event.choices)
    began_at = models.DateTimeField()
    steps = models.PositiveSmallIntegerField(default=0)  # of the ladder, that were taken
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, choices=Ended.choices, default="")

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="notices_wait_pair"),
            models.UniqueConstraint(fields=["project", "conversation"], condition=Q(ended_at=None), name="notices_wait_one_open"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="notices_wait_due")]

    def __str__(self) -> str:
        return f"{self.conversation_id}/{self.number}"
