"""What a team prepares for its work: canned replies, macros, and views of the inbox."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.tenancy import ProjectModel


class CannedReply(ProjectModel):
    """Words that are inserted by a shortcut. `member` is whose alone it is, null where it is everybody's."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", null=True, db_constraint=False)
    shortcut = models.CharField(max_length=40)
    text = models.CharField(max_length=5000)
    used = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint("project", Lower("shortcut"), condition=Q(member=None), name="chat_cannedreply_shared"),
            models.UniqueConstraint("project", "member", Lower("shortcut"), condition=~Q(member=None), name="chat_cannedreply_own"),
        ]

    def __str__(self) -> str:
        return self.shortcut


class Macro(ProjectModel):
    """Several changes of a conversation under one name. `does` is `{text?, kind?}` and what a change of a conversation takes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    does = models.JSONField(default=dict)
    used = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint("project", Lower("name"), name="chat_macro_name")]

    def __str__(self) -> str:
        return self.name


class SavedView(ProjectModel):
    """A filter of the inbox under a name. `member` is whose alone it is, null where it is everybody's; `wants` as chat/filters.py."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", null=True, db_constraint=False)
    name = models.CharField(max_length=60)
    wants = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ProjectModel.Meta):
        indexes = [models.Index(fields=["project", "member"], name="chat_savedview_of")]

    def __str__(self) -> str:
        return self.name
