"""Whether a member is called for an event by a channel, in one project. Without a row it is as words.DEFAULT says."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel
from panel.notices.words import Channel, Event


class Preference(ProjectModel):
    """One cell of the table on a member's page."""

    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    event = models.CharField(max_length=10, choices=Event.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    on = models.BooleanField()

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "member", "event", "channel"], name="notices_preference_once")]

    def __str__(self) -> str:
        return f"{self.event} by {self.channel}"
