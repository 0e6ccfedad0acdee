"""What holds for a project's help centre as a whole."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectManager


class Centre(models.Model):
    """One row a project; without one the defaults hold. `open`: anybody may read what is published.

    `languages` in the order of the fall-back: an article that is not there in the reader's is shown in the first that has it.
    Where nobody has chosen any, English is the only one.
    """

    project = models.OneToOneField("accounts.Project", on_delete=models.PROTECT, primary_key=True, related_name="+")
    open = models.BooleanField(default=True)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    objects = ProjectManager["Centre"]()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return ", ".join(self.languages)
