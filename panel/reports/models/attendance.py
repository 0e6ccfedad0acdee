"""When an operator could answer."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel


class Attendance(ProjectModel):
    """A quarter of an hour of one member: bit n of `minutes` is its minute n. A minute noted twice, by two tabs, is one.

    Quarters and not hours: every time zone's hours and days begin with one.
    """

    member = models.ForeignKey("accounts.Member", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    quarter = models.DateTimeField()
    minutes = models.IntegerField()

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "quarter", "member"], name="reports_attendance_once")]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.quarter}"
