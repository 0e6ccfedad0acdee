"""An article in one language: the draft that is being written, and what of it is published."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectModel

TITLE, EXCERPT, BODY = 160, 200, 40_000


class ArticleText(ProjectModel):
    """Readers see the `shown_…` fields alone, once `number` is not 0: it counts what has been published.

    `shown` is the article as nodes (widget/help/nodes.py), made and cleaned when it is published. `title_words` and `words` are
    what search compares.
    """

    article = models.ForeignKey("help.Article", on_delete=models.CASCADE, related_name="texts", db_constraint=False)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=TITLE)
    excerpt = models.CharField(max_length=EXCERPT, blank=True)
    body = models.TextField(blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.CharField(max_length=120)
    number = models.PositiveIntegerField(default=0)
    shown_title = models.CharField(max_length=TITLE, blank=True)
    shown_excerpt = models.CharField(max_length=EXCERPT, blank=True)
    shown = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=120, blank=True)
    title_words = ArrayField(models.CharField(max_length=40), default=list)
    words = ArrayField(models.CharField(max_length=40), default=list)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="help_articletext_pair"),
            models.UniqueConstraint(fields=["project", "article", "language"], name="help_articletext_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def published(self) -> bool:
        return self.number > 0 and self.published_at is not None

    @property
    def changed(self) -> bool:
        """Whether the draft says something else than what readers see."""
        return self.published_at is None or self.edited_at > self.published_at
