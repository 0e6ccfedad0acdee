"""A topic that articles stand under."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.tenancy import ProjectModel


class Category(ProjectModel):
    """`names` by language; a reader whose language has none sees the first of the centre's that has one."""

    class Icon(models.TextChoices):
        BOOK = "book"
        BAG = "bag"
        TRUCK = "truck"
        REPLAY = "replay"
        POT = "pot"
        PEOPLE = "people"
        KEY = "key"
        BELL = "bell"
        CHAT = "chat"
        SHIELD = "shield"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60)
    place = models.PositiveIntegerField()
    icon = models.CharField(max_length=8, choices=Icon.choices, default=Icon.BOOK)
    names = models.JSONField(default=dict)

    class Meta(ProjectModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="help_category_pair"),
            models.UniqueConstraint(fields=["project", "slug"], name="help_category_slug"),
        ]

    def __str__(self) -> str:
        return self.slug
