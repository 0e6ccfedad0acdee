"""One conversation that belongs to another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.tenancy import ProjectModel


class Merge(ProjectModel):
    """`conversation` is read with `into` from now on, until `undone_at`. `was_open`: undoing opens it again.

    No line moves: each keeps its number and its reader, so that a visitor never sees what another one wrote, and it can be undone.
    """

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    into = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    was_open = models.BooleanField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "conversation"], condition=Q(undone_at=None), name="chat_merge_once"),
            models.CheckConstraint(condition=~Q(conversation=models.F("into")), name="chat_merge_of_two"),
        ]
        indexes = [models.Index(fields=["project", "into"], condition=Q(undone_at=None), name="chat_merge_into")]

    def __str__(self) -> str:
        return f"{self.conversation_id} into {self.into_id}"
