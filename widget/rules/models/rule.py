"""One automatic message: when it is shown, what it says, and what happens after an answer."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectModel


class Rule(ProjectModel):
    """Rules stand in the order of `place`: the first one that fits is shown. All `conditions` must hold (`widget/rules/facts.py`).

    `translations` are the same message by language. After an answer the conversation gets the `tag`, and asks for `asks`;
    one that the answer begins goes to the `department`, while that is there.
    """

    class Sender(models.TextChoices):
        HERE = "here"  # in the name of whoever is here
        PROJECT = "project"

    class Often(models.TextChoices):
        ONCE = "once"  # for each visitor
        VISIT = "visit"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    active = models.BooleanField(default=True)
    off_since = models.DateTimeField(null=True)
    conditions = models.JSONField(default=list)
    text = models.CharField(max_length=280)
    translations = models.JSONField(default=dict)
    answers = ArrayField(models.CharField(max_length=40), default=list)
    sender = models.CharField(max_length=7, choices=Sender.choices, default=Sender.HERE)
    often = models.CharField(max_length=5, choices=Often.choices, default=Often.ONCE)
    asks = ArrayField(models.CharField(max_length=20), default=list)
    tag = models.CharField(max_length=60, blank=True, default="")
    department = models.ForeignKey("chat.Department", on_delete=models.PROTECT, related_name="+", null=True, db_constraint=False)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField()
    edited_by = models.CharField(max_length=120)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="rules_rule_pair")]
        indexes = [models.Index(fields=["project", "place", "id"], name="rules_rule_in_order")]

    def __str__(self) -> str:
        return self.name
