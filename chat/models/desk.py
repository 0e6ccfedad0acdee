"""How a project receives people: its hours, who gets whom, and what is asked before a chat."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel
from chat.models.department import Way


class WhenAway(models.TextChoices):
    """What a visitor finds while nobody answers."""

    CHAT = "chat"
    FORM = "form"
    HIDE = "hide"


class Desk(ProjectModel):
    """One row a project, written when its settings are first changed; until then the defaults of these columns hold.

    `week` are seven lists of [from, until] in minutes after midnight of `zone`, Monday first; null keeps no hours: always open.
    `capacity` is how many active chats an operator holds at most, 0 for any number. A chat is active until nobody has written
    for `quiet_after_min`. An operator is here until they have touched nothing for `away_after_min`. A conversation that was
    given by a round and is not answered within `accept_within_s` is given to the next; 0 leaves it.
    """

    zone = models.CharField(max_length=64, default="UTC")
    week = models.JSONField(null=True)
    keeps_hours = models.BooleanField(default=False)  # whether there is a week: the sweep asks for all projects at once
    country = models.CharField(max_length=2, blank=True, default="")
    region = models.CharField(max_length=10, blank=True, default="")
    when_away = models.CharField(max_length=4, choices=WhenAway.choices, default=WhenAway.CHAT)
    away_text = models.CharField(max_length=300, blank=True, default="")
    replies_within_min = models.PositiveIntegerField(default=0)

    way = models.CharField(max_length=12, choices=Way.choices, default=Way.MANUAL)
    capacity = models.PositiveSmallIntegerField(default=5)
    quiet_after_min = models.PositiveIntegerField(default=30)
    away_after_min = models.PositiveIntegerField(default=15)
    accept_within_s = models.PositiveIntegerField(default=120)

    asks_before = models.JSONField(default=list)
    asks_away = models.JSONField(default=list)
    consent_text = models.CharField(max_length=500, blank=True, default="")
    consent_href = models.CharField(max_length=500, blank=True, default="")
    rating = models.BooleanField(default=True)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project"], name="chat_desk_once")]

    def __str__(self) -> str:
        return f"desk of {self.project_id}"


class SpecialDay(ProjectModel):
    """A date with hours of its own, in place of the week's: none are a day off. `imported` ones come and go with the country."""

    date = models.DateField()
    name = models.CharField(max_length=80, blank=True)
    open = models.JSONField(default=list)
    imported = models.BooleanField(default=False)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "date"], name="chat_specialday_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
