"""What reports know of one conversation: its course, in one row."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.tenancy import ProjectModel


class Fact(ProjectModel):
    """Made from the timeline, which is the truth: it can be thrown away and is made again.

    `seen` is the number of the last line that is in it. `asked_at` is the visitor's first line, `replied_at` the first answer of a
    person to it; what a chatbot or an automatic message says is none. `…_s` are seconds within the hours that the project kept when
    this was reckoned. `missed` says that it ended before a person had answered. `operator` is whose conversation it is: the assignee,
    else whoever answered first. `commented` says that its rating came with words. `texts` counts the lines of each member, by id.
    Department, operator and tags are as they are now.
    """

    conversation = models.OneToOneField(
        "chat.Conversation", on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    seen = models.IntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.BigIntegerField(null=True)
    replied_in_s = models.IntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    resolved_in_s = models.IntegerField(null=True)
    reopened = models.IntegerField(default=0)
    merged = models.BooleanField(default=False)
    missed = models.BooleanField(default=False)
    operator = models.BigIntegerField(null=True)
    department = models.BigIntegerField(null=True)
    tags = ArrayField(models.BigIntegerField(), default=list)
    score = models.SmallIntegerField(null=True)
    commented = models.BooleanField(default=False, db_default=False)
    from_visitor = models.IntegerField(default=0)
    texts = models.JSONField(default=dict)

    class Meta(ProjectModel.Meta):
        indexes = [
            models.Index(
                fields=["project", "-asked_at", "-conversation"],
                condition=Q(asked_at__isnull=False, merged=False),
                name="reports_fact_by_time",
            ),
            models.Index(
                fields=["project", "-asked_at", "-conversation"],
                condition=Q(commented=True, merged=False),
                name="reports_fact_commented",
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.conversation_id}"
