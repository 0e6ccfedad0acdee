"""A mail to a visitor: planned, sent once, or not at all."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.tenancy import ProjectModel


class Letter(ProjectModel):
    """Waits until `due_at`; then it is decided whether it goes. `since` is when the first thing that it waits for happened.

    A lease that ends unsettled, or a mail server that did not answer, leaves it `unsure` whether it went. One that is SENT or FAILED and
    still has a `due_at` is to be told in the timeline.

    `first` and `last` are the operators' numbers of what it carries, set when it is claimed, and never changed by another try.
    """

    class Kind(models.TextChoices):
        REPLY = "reply"
        TRANSCRIPT = "transcript"
        RATING = "rating"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        DROPPED = "dropped"
        FAILED = "failed"

    UNDER_WAY = (State.WAITING, State.SENDING)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    unsure = models.PositiveSmallIntegerField(default=0, db_default=0)
    to = models.CharField(max_length=254, blank=True, default="")
    first = models.IntegerField(default=0)
    last = models.IntegerField(default=0)
    asks_rating = models.BooleanField(default=False)
    detail = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "conversation", "kind"], condition=Q(state="waiting"), name="mail_letter_one_waits"),
        ]
        indexes = [
            models.Index(fields=["project", "conversation", "kind", "-last"], name="mail_letter_of_conversation"),
            models.Index(fields=["project", "to", "ended_at"], name="mail_letter_to"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="mail_letter_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
