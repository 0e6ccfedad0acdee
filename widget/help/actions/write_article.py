"""Write what an article says in one language: readers see nothing of it before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.models import Project
from widget.help import drafts
from widget.help.models import Article, ArticleText, Edition


def write_article(actor: Actor, project: Project, article: Article, language: object, draft: Mapping[str, Any]) -> ArticleText:
    """Change the draft, or begin one in another language. Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    spoken = drafts.clean({"language": language}, {"language": drafts.language})["language"]
    with transaction.atomic():
        text = ArticleText.objects.select_for_update(no_key=True).filter(article=article, language=spoken).first()
        fields = drafts.clean(draft, drafts.TEXT, () if text else ("title",))
        text = text or ArticleText(project=project, article=article, language=spoken)
        changed = [name for name, value in fields.items() if getattr(text, name) != value]
        if changed or text.pk is None:
            for name in changed:
                setattr(text, name, fields[name])
            text.edited_at, text.edited_by = timezone.now(), actor.name[:120]
            text.save()
            audit.record(actor, "help.article_edited", article, title=text.title, changed=sorted(changed))
    return text


def take_up_edition(actor: Actor, project: Project, article: Article, language: object, number: object) -> ArticleText:
    """Make an older edition the draft again. Raises Forbidden without EDIT_PROJECT, NotFound."""
    require(actor, Capability.EDIT_PROJECT, project)
    wanted = number if isinstance(number, int) and 0 < number < 2**31 else 0
    found = Edition.objects.filter(text__article=article, text__language=str(language), number=wanted).first()
    if found is None:
        raise NotFound()
    return write_article(actor, project, article, language, {"title": found.title, "excerpt": found.excerpt, "body": found.body})
