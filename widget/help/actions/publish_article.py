"""Show an article to everybody in one language, or take it off the page again."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.billing.access import require_feature
from accounts.billing.plans import Feature
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, NotFound
from accounts.models import Project
from widget.help.models import Article, ArticleText, Edition
from widget.help.models.article_text import EXCERPT
from widget.help.nodes import lead_of, minutes_of, nodes_of, text_of
from widget.help.words import kept_words

_ADD_WORDS = "INSERT INTO public.help_word (project_id, word) SELECT %s, unnest(%s::text[]) ON CONFLICT DO NOTHING"


def publish_article(actor: Actor, project: Project, article: Article, language: str) -> ArticleText:
    """The draft becomes what readers see, and one more edition. Twice without a change is once.

    Raises Forbidden without EDIT_PROJECT, PlanEnded, NotFound, Conflict where there is nothing to read.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    with transaction.atomic():
        text = _held(article, language)
        if text.published and not text.changed:
            return text
        require_feature(Feature.HELP_CENTRE)
        nodes = nodes_of(text.body)
        words = text_of(nodes)
        if not words:
            raise Conflict("There is nothing to read in this article yet.")
        text.shown, text.shown_title, text.minutes = nodes, text.title, minutes_of(nodes)
        text.shown_excerpt = text.excerpt or first_words(lead_of(nodes))
        text.title_words = kept_words(text.title)
        text.words = kept_words(f"{text.shown_excerpt} {words}")
        text.published_at, text.published_by = timezone.now(), actor.name[:120]
        text.number = 1 + Edition.objects.filter(text=text).count()
        text.save()
        _keep_edition(text)
        learn(project, text)
        audit.record(actor, "help.article_published", article, title=text.title, language=language)
    return text


def withdraw_article(actor: Actor, project: Project, article: Article, language: str) -> ArticleText:
    """Nobody may read it any more; its draft and its editions stay. Raises Forbidden without EDIT_PROJECT, NotFound."""
    require(actor, Capability.EDIT_PROJECT, project)
    with transaction.atomic():
        text = _held(article, language)
        if text.published:
            text.published_at, text.shown, text.words, text.title_words = None, [], [], []
            text.save(update_fields=["published_at", "shown", "words", "title_words"])
            audit.record(actor, "help.article_withdrawn", article, title=text.title, language=language)
    return text


def first_words(words: str) -> str:
    """What stands under the title where nobody wrote an excerpt: whole words, and dots."""
    return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1].rsplit(' ', 1)[0]}…"


def _held(article: Article, language: str) -> ArticleText:
    found: ArticleText | None = ArticleText.objects.select_for_update(no_key=True).filter(article=article, language=language).first()
    if found is None:
        raise NotFound()
    return found


def _keep_edition(text: ArticleText) -> None:
    written = {name: getattr(text, name) for name in ("title", "excerpt", "body", "number", "project_id")}
    Edition(text=text, at=text.published_at or text.edited_at, by=text.published_by, **written).save(force_insert=True)


def learn(project: Project, text: ArticleText) -> None:
    """Words stay when their last article goes: one that no article has finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD_WORDS, [project.pk, list({*text.title_words, *text.words})])
