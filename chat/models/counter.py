"""The human number of a project's conversations (#1042)."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectManager


class Counter(models.Model):
    """One row a project; its lock makes the numbers gapless."""

    project = models.OneToOneField("accounts.Project", on_delete=models.PROTECT, primary_key=True, related_name="+")
    last_number = models.PositiveIntegerField(default=0)
    objects = ProjectManager["Counter"]()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return str(self.last_number)
