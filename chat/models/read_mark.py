"""How far one member has read one conversation."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel


class ReadMark(ProjectModel):
    """`seen` is the conversation's `from_visitor` at `number`: unread is the difference to what it is now."""

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    number = models.IntegerField(default=0)
    seen = models.IntegerField(default=0)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "member", "conversation"], name="chat_readmark_once")]

    def __str__(self) -> str:
        return f"{self.conversation_id}/{self.number}"
