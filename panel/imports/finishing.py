"""What is made from the rows and stands in no export: numbers, words of the help centre, and how far followers have read."""

from __future__ import annotations

from django.db import connection
from django.db.models import Max, Sum

from accounts.models import Project
from chat import later
from chat.models import Attachment, Conversation, Counter, FileSpace, Follower, Message
from chat.search import filing
from panel.reports.actions.keep_facts import FOLLOWER as REPORTS
from widget.help.actions.publish_article import learn
from widget.help.models import ArticleText, Edition, Picture
from widget.help.nodes import minutes_of, nodes_of, text_of
from widget.help.words import kept_words

# These make something of the past. The others act: nobody is called or written to because of what was said long ago.
READ_ALL = frozenset({filing.FOLLOWER, REPORTS})


def finish(project: Project) -> None:
    """In the transaction that loads, when all rows are there."""
    last = Conversation.objects.aggregate(last=Max("number"))["last"] or 0
    Counter(project=project, last_number=last).save(force_insert=True)
    used = sum(model.objects.aggregate(used=Sum("held"))["used"] or 0 for model in (Attachment, Picture))
    FileSpace(project=project, used_bytes=used).save(force_insert=True)
    for text in ArticleText.objects.exclude(published_at=None):
        _publish(project, text)
    _skip(project)


def _publish(project: Project, text: ArticleText) -> None:
    """As when it was published: cleaned by the same rules."""
    edition = Edition.objects.filter(text=text, number=text.number).first()
    nodes = nodes_of(edition.body if edition is not None else text.body)
    text.shown, text.minutes = nodes, minutes_of(nodes)
    text.title_words = kept_words(text.shown_title)
    text.words = kept_words(f"{text.shown_excerpt} {text_of(nodes)}")
    text.save(update_fields=["shown", "minutes", "title_words", "words"])
    learn(project, text)


def _skip(project: Project) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (txid,) = cursor.fetchone()
    last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    for name in sorted(set(later.FOLLOWERS) - READ_ALL):
        Follower(project=project, name=name, txid=txid, message_id=last).save(force_insert=True)
