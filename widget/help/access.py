"""The only way from an id or an address to what stands in a help centre, inside the open tenant."""

from __future__ import annotations

import re

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.models import Project
from widget.help.models import Article, Category

_ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{2,79}")


def article_for(actor: Actor, project: Project, public_id: object, *, needs: Capability = Capability.READ) -> Article:
    """An article that a member may look at, published or not, by its id or the last part of its address. Raises NotFound, Forbidden."""
    require(actor, needs, project)
    try:
        return article_here(public_id)
    except NotFound:
        if isinstance(public_id, str) and _ADDRESS.fullmatch(public_id):
            return article_at(public_id)
        raise


def article_here(public_id: object) -> Article:
    """An article of the open project. Raises NotFound."""
    found: Article | None = Article.objects.select_related("category").filter(public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return found


def article_at(slug: str) -> Article:
    """The same by its address. Raises NotFound."""
    found: Article | None = Article.objects.select_related("category").filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def category_here(public_id: object) -> Category:
    """A topic of the open project. Raises NotFound."""
    found: Category | None = Category.objects.filter(public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return found
