"""A call: one member, one conversation, one moment. Its rings: by which ways it went out, and what became of each."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.tenancy import ProjectModel
from panel.notices.words import Channel, Event, Why


class Call(ProjectModel):
    """Why a member was called, or why not. Neither names nor words stand here: they are read from the conversation when shown."""

    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    wait = models.ForeignKey("notices.Wait", on_delete=models.CASCADE, related_name="+", null=True, db_constraint=False)
    event = models.CharField(max_length=10, choices=Event.choices)
    number = models.IntegerField()
    at = models.DateTimeField()
    why_not = models.CharField(max_length=10, choices=Why.choices, default="")

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="notices_call_pair")]
        indexes = [
            models.Index(fields=["project", "member", "-id"], name="notices_call_newest"),
            models.Index(fields=["project", "conversation", "member", "-id"], name="notices_call_of_talk"),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.member_id}"


class Ring(ProjectModel):
    """One way that a call goes out: to a device by push, or by mail when there is none."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        HEARD = "heard"
        FAILED = "failed"
        CANCELLED = "cancelled"

    UNDER_WAY = (State.QUEUED, State.SENDING)

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rings", db_constraint=False)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    device_id = models.BigIntegerField(null=True)  # of a global table: its row may have gone
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=300, default="")
    heard_at = models.DateTimeField(null=True)
    heard_in = models.CharField(max_length=8, default="")  # `shown`, or `panel` where a page of ours was in front

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "public_id"], name="notices_ring_id")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="notices_ring_due"),
            models.Index(fields=["project", "call"], name="notices_ring_of"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
