"""One line of a conversation's timeline."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from accounts.tenancy import ProjectModel

if TYPE_CHECKING:
    _WholeNumber = models.BigIntegerField[Any, Any]
else:
    _WholeNumber = models.BigIntegerField


class Xid8Field(_WholeNumber):
    """Postgres's 64-bit transaction id: what the followers' cursor counts in. Compared in SQL only, as `xid8`."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)


class CurrentTransaction(models.Func):
    """The id of the transaction that writes the row."""

    function = "pg_current_xact_id"
    output_field = Xid8Field()


class OldestRunning(models.Func):
    """The oldest transaction that still runs: rows of older ones are all there is, nothing can appear among them."""

    template = "pg_snapshot_xmin(pg_current_snapshot())"
    output_field = Xid8Field()


class AsXid8(models.Func):
    """A transaction id that came as text."""

    template = "(%(expressions)s)::text::xid8"
    output_field = Xid8Field()


class Message(ProjectModel):
    """Written by `chat_append` only: `parley_app` has no INSERT here. `public_number` is null for what a visitor never sees.

    Each index begins with the project: none lets a question walk through other customers' lines, and a line is filed in few of them.
    """

    class Kind(models.TextChoices):
        TEXT = "text"
        NOTE = "note"
        FORM = "form"
        ACTIVITY = "activity"

    class AuthorKind(models.TextChoices):
        VISITOR = "visitor"
        OPERATOR = "operator"
        BOT = "bot"
        SYSTEM = "system"

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    number = models.IntegerField()
    public_number = models.IntegerField(null=True)
    author_kind = models.CharField(max_length=8, choices=AuthorKind.choices)
    author_id = models.BigIntegerField()
    client_id = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    data = models.JSONField(null=True)
    txid = Xid8Field(editable=False, db_default=CurrentTransaction())
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted = models.BooleanField(default=False, db_default=False)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "conversation", "number"], name="chat_message_number"),
            models.UniqueConstraint(fields=["project", "author_kind", "author_id", "client_id"], name="chat_message_once"),
            models.UniqueConstraint(
                fields=["project", "conversation", "public_number"],
                condition=Q(public_number__isnull=False),
                name="chat_message_public_number",
            ),
            models.CheckConstraint(condition=~Q(kind="note") | Q(public_number__isnull=True), name="chat_message_note_is_private"),
            models.CheckConstraint(condition=Q(author_kind__in=["visitor", "operator", "bot", "system"]), name="chat_message_author_kind"),
            models.CheckConstraint(condition=Q(kind__in=["text", "note", "form", "activity"]), name="chat_message_kind"),
        ]
        indexes = [models.Index(fields=["project", "txid", "id"], name="chat_message_feed")]

    def __str__(self) -> str:
        return f"{self.conversation_id}/{self.number}"
