"""What became of a rule on one day."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel


class RuleDay(ProjectModel):
    """How many visitors were shown it, opened it, answered it, or want none any more. Days are UTC's. Counts only: nobody is named."""

    rule = models.ForeignKey("rules.Rule", on_delete=models.CASCADE, related_name="days", db_constraint=False)
    day = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "rule", "day"], name="rules_ruleday_once")]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.day}"
