"""The one table of the tutorial's chat, as `bench/peers/schema.sql` makes it for all peers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Message(models.Model):
    project_id = models.BigIntegerField()
    conversation_id = models.BigIntegerField()
    author_id = models.BigIntegerField()
    client_id = models.UUIDField()
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager[Message]] = models.Manager()

    class Meta:
        app_label = "tutorial"
        managed = False
        db_table = "message"

    def __str__(self) -> str:
        return f"{self.conversation_id}/{self.pk}"
