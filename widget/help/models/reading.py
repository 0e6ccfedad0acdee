"""That somebody has read an article: once for each reader, with the day of the last time."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel


class Reading(ProjectModel):
    """`reader` is a keyed hash of a network and a browser: it tells two readers apart, and says of neither who it is.

    `helped` is their answer to “Did this answer it?”, null without one. Days are UTC's. Older than the window of
    `widget/help/popularity.py`, a row is taken away.
    """

    article = models.ForeignKey("help.Article", on_delete=models.CASCADE, related_name="readings", db_constraint=False)
    reader = models.BinaryField(max_length=12)
    day = models.DateField()
    helped = models.BooleanField(null=True)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "article", "reader"], name="help_reading_once")]
        indexes = [models.Index(fields=["project", "day", "article"], name="help_reading_by_day")]

    def __str__(self) -> str:
        return f"{self.article_id} on {self.day}"
