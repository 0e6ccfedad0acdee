"""Change where an article stands: its address, its topic, its pin and its place. What it says is `write_article`'s."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Project
from widget.help import drafts
from widget.help.actions.edit_topics import position_of
from widget.help.actions.locking import lock_centre, moved
from widget.help.models import Article
from widget.help.queries import title_of


def edit_article(actor: Actor, project: Project, article: Article, draft: Mapping[str, Any]) -> Article:
    """Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    fields = drafts.clean(draft, drafts.ARTICLE)
    with transaction.atomic():
        lock_centre(project)
        slug = fields.get("slug", article.slug)
        if Article.objects.exclude(pk=article.pk).filter(slug=slug).exists():
            raise Invalid(fields={"slug": "Another article has this address."})
        topic = fields.get("category", article.category)
        if topic.pk != article.category_id:
            fields["place"] = 1 + Article.objects.filter(category=topic).count()
        for name, value in fields.items():
            setattr(article, name, value)
        article.save(update_fields=list(fields) or None)
        audit.record(actor, "help.article_edited", article, title=title_of(article), changed=sorted(fields))
    return article


def move_article(actor: Actor, project: Project, article: Article, *, to: object) -> None:
    """To the position `to` among the articles of its topic, from 1 at the top. Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    position = position_of(to)
    with transaction.atomic():
        lock_centre(project)
        rows = Article.objects.filter(category=article.category).order_by("place", "pk")
        for place, pk in enumerate(moved(list(rows.values_list("pk", flat=True)), article.pk, position), 1):
            Article.objects.filter(pk=pk).exclude(place=place).update(place=place)
        audit.record(actor, "help.article_edited", article, title=title_of(article), changed=["place"])


def remove_article(actor: Actor, project: Project, article: Article) -> None:
    """With all its languages and editions, and who has read it. Raises Forbidden without EDIT_PROJECT."""
    require(actor, Capability.EDIT_PROJECT, project)
    with transaction.atomic():
        audit.record(actor, "help.article_removed", article, title=title_of(article))
        article.delete()
