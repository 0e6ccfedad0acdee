"""A mail that came to a reply address."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import ProjectModel


class Arrival(ProjectModel):
    """Everything that is kept of a mail: who is said to have sent it, what was found out about that, and the whole text.

    `number` is the operators' number of the message that became of it, None when none did, and `outcome` says why. `key` is a hash by
    which a mail that comes twice is known.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken"
        AUTOMATIC = "automatic"
        TOO_MANY = "too_many"
        BANNED = "banned"
        PLAN_ENDED = "plan_ended"
        EMPTY = "empty"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.ForeignKey("mail.ReplyAddress", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    number = models.IntegerField(null=True)
    key = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    original = models.TextField(blank=True)
    cut = models.BooleanField(default=False)
    spf = models.CharField(max_length=10, default="none")
    dkim = models.CharField(max_length=10, default="none")
    dmarc = models.CharField(max_length=10, default="none")
    files = models.JSONField(default=list)
    arrived_at = models.DateTimeField()

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "address", "key"], name="mail_arrival_once")]
        indexes = [
            models.Index(fields=["project", "conversation", "number"], name="mail_arrival_of_message"),
            models.Index(fields=["project", "address", "arrived_at"], name="mail_arrival_lately"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.public_id}"
