"""One article, whatever languages it is written in."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import ProjectModel


class Article(ProjectModel):
    """`pin` puts it before all others, the smallest number first. `place` is its place inside its category, and breaks ties."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80)
    category = models.ForeignKey("help.Category", on_delete=models.PROTECT, related_name="articles", db_constraint=False)
    place = models.PositiveIntegerField()
    pin = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="help_article_pair"),
            models.UniqueConstraint(fields=["project", "slug"], name="help_article_slug"),
        ]

    def __str__(self) -> str:
        return self.slug
