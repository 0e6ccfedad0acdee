"""What an operator asked a visitor for, and what was answered."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectModel


class Form(ProjectModel):
    """One request: who asked, when, for what, why, and the words of consent that were shown, if any.

    Nothing of it can be changed but `answered_at`, which is set once: with answers, or with none (“Not now”).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    asks = ArrayField(models.CharField(max_length=20))
    purpose = models.CharField(max_length=200)
    consent_version = models.CharField(max_length=12, default="")
    consent_text = models.CharField(max_length=500, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "id"], name="chat_form_pair")]
        indexes = [models.Index(fields=["project", "conversation"], name="chat_form_of_conversation")]

    def __str__(self) -> str:
        return str(self.public_id)


class Answer(ProjectModel):
    """One thing that the visitor gave: a text, or yes or no. Never changed."""

    form = models.ForeignKey("chat.Form", on_delete=models.CASCADE, related_name="answers", db_constraint=False)
    ask = models.CharField(max_length=20)
    value = models.JSONField()

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "form", "ask"], name="chat_answer_once")]

    def __str__(self) -> str:
        return f"{self.form_id}/{self.ask}"
