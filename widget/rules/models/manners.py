"""What holds for all automatic messages of a project together."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectManager


class Manners(models.Model):
    """One row a project; without one the defaults hold. `zone` is where its dates and hours are counted."""

    project = models.OneToOneField("accounts.Project", on_delete=models.PROTECT, primary_key=True, related_name="+")
    a_visit = models.PositiveSmallIntegerField(default=1)
    a_week = models.PositiveSmallIntegerField(default=3)
    zone = models.CharField(max_length=60, default="UTC")
    objects = ProjectManager["Manners"]()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.a_visit} a visit, {self.a_week} a week"
