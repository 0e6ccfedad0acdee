"""Add, change, move and remove the topics that articles stand under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, Invalid
from accounts.models import Project
from widget.help import drafts
from widget.help.actions.locking import free_slug, lock_centre, moved
from widget.help.models import Article, Category


def add_topic(actor: Actor, project: Project, draft: Mapping[str, Any]) -> Category:
    """Below the others. Raises Forbidden without EDIT_PROJECT, Invalid, Conflict where there are enough."""
    require(actor, Capability.EDIT_PROJECT, project)
    fields = drafts.clean(draft, drafts.CATEGORY, ("names",))
    with transaction.atomic():
        lock_centre(project)
        others = list(Category.objects.values_list("slug", "place"))
        if len(others) >= drafts.CATEGORIES_AT_MOST:
            raise Conflict(f"At most {drafts.CATEGORIES_AT_MOST} topics.")
        name = next(iter(fields["names"].values()))
        slug = free_slug(drafts.slug_of(name)[:60], {slug for slug, _ in others}, "topic")
        topic = Category(project=project, slug=slug, place=1 + max((place for _, place in others), default=0), **fields)
        topic.save(force_insert=True)
        audit.record(actor, "help.topic_added", topic, name=name)
    return topic


def edit_topic(actor: Actor, project: Project, topic: Category, draft: Mapping[str, Any]) -> Category:
    """Its names and its icon; its address stays. Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    fields = drafts.clean(draft, drafts.CATEGORY)
    with transaction.atomic():
        for name, value in fields.items():
            setattr(topic, name, value)
        topic.save(update_fields=list(fields) or None)
        audit.record(actor, "help.topic_edited", topic, name=next(iter(topic.names.values()), topic.slug))
    return topic


def move_topic(actor: Actor, project: Project, topic: Category, *, to: object) -> None:
    """To the position `to`, from 1 at the top. Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    position = position_of(to)
    with transaction.atomic():
        lock_centre(project)
        order = moved(list(Category.objects.order_by("place", "pk").values_list("pk", flat=True)), topic.pk, position)
        for place, pk in enumerate(order, 1):
            Category.objects.filter(pk=pk).exclude(place=place).update(place=place)
        audit.record(actor, "help.topic_edited", topic, name=next(iter(topic.names.values()), topic.slug))


def remove_topic(actor: Actor, project: Project, topic: Category) -> None:
    """Raises Forbidden without EDIT_PROJECT, Conflict while articles stand under it."""
    require(actor, Capability.EDIT_PROJECT, project)
    with transaction.atomic():
        lock_centre(project)
        if Article.objects.filter(category=topic).exists():
            raise Conflict("Articles stand under this topic: move them first.")
        audit.record(actor, "help.topic_removed", topic, name=next(iter(topic.names.values()), topic.slug))
        topic.delete()


def position_of(raw: object) -> int:
    """Raises Invalid for what is no place in a list."""
    if not isinstance(raw, int) or isinstance(raw, bool) or not 1 <= raw < 10_000:
        raise Invalid(fields={"position": "A whole number, from 1 at the top."})
    return raw
