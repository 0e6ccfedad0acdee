"""What search compares a question with, and the questions that found nothing."""

from __future__ import annotations

from django.db import models

from accounts.tenancy import ProjectModel

LONGEST = 40


class Word(ProjectModel):
    """A word of the project's articles, folded: a question's words are compared with these first, also when they are misspelt."""

    word = models.CharField(max_length=LONGEST)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "word"], name="help_word_once")]

    def __str__(self) -> str:
        return self.word


class MissedSearch(ProjectModel):
    """A question that found nothing, and how often. Nobody is named, and no address or number is kept."""

    language = models.CharField(max_length=8)
    question = models.CharField(max_length=100)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "language", "question"], name="help_missedsearch_once")]
        indexes = [models.Index(fields=["project", "-last_at"], name="help_missedsearch_newest")]

    def __str__(self) -> str:
        return self.question
