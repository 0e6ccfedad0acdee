"""A project's vocabulary of tags, and which conversation has which."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower

from accounts.tenancy import ProjectModel


class Tag(ProjectModel):
    """One word of the vocabulary. `hue` is one of the panel's six colours, 0 for none; `used` is how often it was given.

    A removed one stays: conversations keep the name, and giving it again brings it back.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    hue = models.PositiveSmallIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="chat_tag_pair"),
            models.UniqueConstraint("project", Lower("name"), name="chat_tag_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(ProjectModel):
    """That a conversation has a tag: what the filter reads. The names stand in the conversation's own row as well, for its shape."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "tag", "conversation"], name="chat_tagging_once")]
        indexes = [models.Index(fields=["project", "conversation"], name="chat_tagging_of")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.conversation_id}"
