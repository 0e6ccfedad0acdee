"""Where a visitor's answer goes to."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectModel


class ReplyAddress(ProjectModel):
    """One conversation's address for one visitor's mailbox (`to_hash`), until it is revoked.

    The address itself is stored nowhere: it is this id with a MAC. `known` are hashes of MACs that letters went out with, so that an
    old letter can be answered when the key that made its address is gone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    visitor = models.ForeignKey("chat.Visitor", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    to_hash = models.CharField(max_length=64)
    known = ArrayField(models.CharField(max_length=64), default=list)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="mail_replyaddress_pair"),
            models.UniqueConstraint(
                fields=["project", "conversation"], condition=models.Q(revoked_at=None), name="mail_replyaddress_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
