"""Change the vocabulary of tags: add a word, name it anew, give it a colour, take it away."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, Invalid
from accounts.models import Project
from chat.actions.tag_conversation import LONGEST, add_word, name_of
from chat.models import Tag

HUES = 6
FIELDS = ("name", "hue")
TAKEN = "There is a tag of this name."


def add_tag(actor: Actor, project: Project, *, name: object, hue: object = 0) -> Tag:
    """A word more. Raises Forbidden without REPLY: whoever tags makes tags. Invalid, Conflict for a name that is taken."""
    require(actor, Capability.REPLY, project)
    cleaned = _clean(project, {"name": name, "hue": hue})
    known = {one.name.lower(): one for one in Tag.objects.all()}
    found = known.get(str(cleaned["name"]).lower())
    if found is not None and found.removed_at is None:
        raise Conflict(TAKEN, fields={"name": TAKEN})
    tag = found or add_word(project, cleaned["name"], known=len(known))
    tag.name, tag.hue, tag.removed_at = cleaned["name"], cleaned["hue"], None
    tag.save(update_fields=["name", "hue", "removed_at"])
    audit.record(actor, "tag.added", tag, name=tag.name)
    return tag


def edit_tag(actor: Actor, project: Project, tag: Tag, /, **changes: Any) -> Tag:
    """Give it another colour, or another case of its name: conversations keep the name they got, so another word is another tag.

    Raises Forbidden without EDIT_PROJECT, Invalid, Conflict for a name that is another word.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    cleaned = _clean(project, changes)
    if cleaned.get("name", tag.name).lower() != tag.name.lower():
        raise Conflict("Conversations keep the name of a tag: add another tag, and take this one away.")
    for name, value in cleaned.items():
        setattr(tag, name, value)
    try:
        with transaction.atomic():
            tag.save(update_fields=list(cleaned))
    except IntegrityError:
        raise Conflict(TAKEN, fields={"name": TAKEN}) from None
    audit.record(actor, "tag.edited", tag, name=tag.name)
    return tag


def remove_tag(actor: Actor, project: Project, tag: Tag) -> None:
    """It is offered no more; conversations that have it keep it. Raises Forbidden without EDIT_PROJECT."""
    require(actor, Capability.EDIT_PROJECT, project)
    tag.removed_at = timezone.now()
    tag.save(update_fields=["removed_at"])
    audit.record(actor, "tag.removed", tag, name=tag.name)


def _clean(project: Project, values: dict[str, Any]) -> dict[str, Any]:
    wrong = {name: "There is no such field." for name in values if name not in FIELDS}
    cleaned = dict(values)
    if "name" in values:
        cleaned["name"] = name_of(project, values["name"])
        if not cleaned["name"]:
            wrong["name"] = f"A word or a few, of at most {LONGEST} characters."
    hue = values.get("hue", 0)
    if isinstance(hue, bool) or not isinstance(hue, int) or not 0 <= hue <= HUES:
        wrong["hue"] = f"A whole number from 0 to {HUES}."
    if wrong:
        raise Invalid(fields=wrong)
    return cleaned
