"""Give a conversation tags, and take them away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import masked
from accounts.errors import Conflict, Invalid
from accounts.models import Project
from chat import live
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.models import Conversation, Tag, Tagging
from chat.text import clean_line

LONGEST = 60
TAGS_AT_MOST = 20  # of one conversation
VOCABULARY_AT_MOST = 500


def tag_conversation(actor: Actor, project: Project, conversation: Conversation, *, tags: object) -> Conversation:
    """Let it have exactly these tags, by name; what is not in the vocabulary yet comes into it.

    Raises Forbidden without REPLY, Invalid for what is no list of names, Conflict beyond TAGS_AT_MOST or VOCABULARY_AT_MOST.
    """
    require(actor, Capability.REPLY, project)
    wanted = names_of(project, tags)
    held: Conversation = hold(conversation)
    put_tags(actor, project, held, wanted)
    return held


def names_of(project: Project, raw: object) -> list[str]:
    """Names as they are kept: one line each, no two alike whatever their case."""
    if not isinstance(raw, list) or not all(isinstance(one, str) and len(one) <= 10 * LONGEST for one in raw):
        raise Invalid(fields={"tags": "A list of names."})
    names = [name_of(project, one) for one in raw[: 10 * TAGS_AT_MOST]]
    if not all(names):
        raise Invalid(fields={"tags": f"A tag is a word or a few, of at most {LONGEST} characters."})
    found = {name.lower(): name for name in reversed(names)}
    return [found[key] for key in dict.fromkeys(name.lower() for name in names)]


def name_of(project: Project, raw: object) -> str:
    """One tag's name, or nothing where it is too long or empty."""
    line = masked(project, clean_line(raw, LONGEST + 1))
    return line if len(line) <= LONGEST else ""


def put_tags(actor: Actor, project: Project, held: Conversation, wanted: Sequence[str]) -> None:
    """The same for who has decided already. The caller holds the conversation's row."""
    if len(wanted) > TAGS_AT_MOST:
        raise Conflict(f"A conversation has at most {TAGS_AT_MOST} tags.")
    tags = _words(project, wanted)
    names = [tags[name.lower()].name for name in wanted]
    before = {name.lower() for name in held.tags}
    after = {name.lower() for name in names}
    if before == after:
        return
    added = [tags[name.lower()] for name in names if name.lower() not in before]
    gone = [name for name in held.tags if name.lower() not in after]
    Tagging.objects.filter(conversation=held, tag__in=_ids(gone)).delete()
    rows = [Tagging(project=project, tag=tag, conversation=held) for tag in added]
    Tagging.objects.bulk_create(rows, ignore_conflicts=True)
    Tag.objects.filter(pk__in=[tag.pk for tag in added]).update(used=F("used") + 1, removed_at=None)
    held.tags, held.updated_at = names, timezone.now()
    held.save(update_fields=["tags", "updated_at"])
    for tag in added:
        append_activity(actor, project, held, "tagged", tag=tag.name)
    for name in gone:
        append_activity(actor, project, held, "untagged", tag=name)
    audit.record(actor, "conversation.tagged", held, name=", ".join(names))
    live.announce_conversation(project, read_again(held))


def _ids(names: Iterable[str]) -> list[int]:
    wanted = {name.lower() for name in names}
    return [tag.pk for tag in Tag.objects.all() if tag.name.lower() in wanted]


def _words(project: Project, names: Sequence[str]) -> dict[str, Tag]:
    """The vocabulary's rows for these names, by their lower case; new ones where there are none."""
    known = {tag.name.lower(): tag for tag in Tag.objects.all()}
    for name in names:
        if name.lower() not in known:
            known[name.lower()] = add_word(project, name, known=len(known))
    return known


def add_word(project: Project, name: str, *, known: int) -> Tag:
    """One more word of the vocabulary. Two who add the same get one. Raises Conflict beyond VOCABULARY_AT_MOST."""
    if known >= VOCABULARY_AT_MOST:
        raise Conflict(f"A project has at most {VOCABULARY_AT_MOST} tags: take one of those that are there.")
    made = Tag(project=project, name=name)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        made = Tag.objects.get(name__iexact=name)
    return made
