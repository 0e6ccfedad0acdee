"""What was published, as it was written: kept, so that an older one can be taken back."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel
from widget.help.models.article_text import EXCERPT, TITLE


class Edition(ProjectModel):
    """One publication of a text. `number` counts from 1."""

    text = models.ForeignKey("help.ArticleText", on_delete=models.CASCADE, related_name="editions", db_constraint=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE)
    excerpt = models.CharField(max_length=EXCERPT, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "text", "number"], name="help_edition_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
