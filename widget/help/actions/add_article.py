"""Begin an article: a draft that nobody but the team sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Project
from widget.help import drafts
from widget.help.actions.locking import free_slug, lock_centre
from widget.help.languages import centre_of
from widget.help.models import Article, ArticleText

FIELDS = {**drafts.ARTICLE, **drafts.TEXT, "language": drafts.language}


def add_article(actor: Actor, project: Project, draft: Mapping[str, Any]) -> ArticleText:
    """The draft of a new article, the last one of its topic. Without a `slug` its title becomes one.

    Raises Forbidden without EDIT_PROJECT, Invalid, Conflict where there are enough.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    fields = drafts.clean(draft, FIELDS, ("title", "category"))
    language = fields.pop("language", None) or centre_of(project).languages[0]
    words = {name: fields.pop(name) for name in drafts.TEXT if name in fields}
    with transaction.atomic():
        lock_centre(project)
        taken = set(Article.objects.values_list("slug", flat=True))
        if len(taken) >= drafts.ARTICLES_AT_MOST:
            raise Conflict(f"At most {drafts.ARTICLES_AT_MOST} articles.")
        fields["slug"] = free_slug(fields.get("slug") or drafts.slug_of(words["title"]), taken, "article")
        place = 1 + Article.objects.filter(category=fields["category"]).count()
        article = Article(project=project, place=place, **fields)
        article.save(force_insert=True)
        text = ArticleText(project=project, article=article, language=language, **words)
        text.edited_at, text.edited_by = timezone.now(), actor.name[:120]
        text.save(force_insert=True)
        audit.record(actor, "help.article_added", article, title=text.title)
    return text
