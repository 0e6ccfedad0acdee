"""How far a follower of the timeline has come in one project."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel


class Follower(ProjectModel):
    """A cursor `(txid, message id)`: nothing may ever appear behind it (architecture, feed 11)."""

    name = models.CharField(max_length=40)
    txid = models.BigIntegerField(default=0)
    message_id = models.BigIntegerField(default=0)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="chat_follower_once")]

    def __str__(self) -> str:
        return self.name
