"""What search finds messages by. Filled by a follower of the timeline, a second or two behind it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import ProjectModel


class SearchEntry(ProjectModel):
    """The words of one message as tokens `project.bucket:word`: no other customer's growth, and no age, makes a question slower.

    `message_id` is the message's own id: newest first is its order, and its upper bits are the bucket.
    """

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+", db_index=False)
    message_id = models.BigIntegerField(primary_key=True)
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    number = models.IntegerField()
    tokens = ArrayField(models.TextField())

    class Meta(ProjectModel.Meta):
        indexes = [models.Index(fields=["project", "message_id"], name="chat_search_newest")]

    def __str__(self) -> str:
        return f"{self.conversation_id}/{self.number}"


class SearchWord(ProjectModel):
    """A word that was written in a project at least once: what beginnings and misspelt words are completed from.

    `buckets` has every bucket in which it stands, in order; one that it no longer stands in may be among them.
    """

    word = models.CharField(max_length=40)
    buckets = ArrayField(models.IntegerField(), default=list)

    class Meta(ProjectModel.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "word"], name="chat_search_word_once")]

    def __str__(self) -> str:
        return self.word
