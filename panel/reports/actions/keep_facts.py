"""Keep the facts of conversations whose timeline moved: a follower, so that a message costs nothing more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from accounts.models import Project
from chat.desk import desk_of, hours_of
from chat.models import Conversation, Message, Tagging
from panel.reports.folding import Line, Present, fold, settle
from panel.reports.models import Fact

FOLLOWER = "reports"
COLUMNS = tuple(
    field.name for field in Fact._meta.concrete_fields if not field.primary_key and field.name != "project"
)  # whatever a fact says


def keep_facts(project: Project, ids: list[int]) -> None:
    """Bring the facts of these lines' conversations up to their newest line. Twice is fine.

    Each is read on from the number that its fact has seen, and not from `ids`: transactions may end in another order than the
    numbers of one conversation, which have no gap, because they are taken under its lock.
    """
    touched = set(Message.objects.filter(pk__in=ids).values_list("conversation_id", flat=True))
    talks = Conversation.objects.in_bulk(touched)
    facts: dict[int, Fact] = Fact.objects.in_bulk(touched)
    for pk in talks.keys() - facts.keys():
        facts[pk] = Fact(project=project, conversation_id=pk)
    for pk, fact in facts.items():
        fold(fact, _lines_behind(pk, fact.seen))
    _settle(project, [facts[pk] for pk in sorted(facts)], talks)
    rows = [facts[pk] for pk in sorted(facts)]
    Fact.objects.bulk_create(rows, update_conflicts=True, unique_fields=["conversation"], update_fields=COLUMNS)


def _lines_behind(conversation: int, number: int) -> Iterator[Line]:
    rows = Message.objects.filter(conversation=conversation, number__gt=number).order_by("number")
    columns = ("number", "author_kind", "author_id", "kind", "data", "created_at")
    for row in rows.values_list(*columns).iterator(chunk_size=500):
        yield Line(*row)


def _settle(project: Project, facts: list[Fact], talks: dict[int, Conversation]) -> None:
    asked = [fact.asked_at for fact in facts if fact.asked_at is not None]
    hours = hours_of(desk_of(project), since=min(asked).date() - timedelta(days=2) if asked else None)
    tags = _tags_of(talks)
    for fact in facts:
        talk = talks[fact.conversation_id]
        closed_at = talk.closed_at if talk.status == "closed" else None
        rating = (talk.rating_score, talk.rating_comment != "")
        settle(fact, Present(closed_at, talk.assignee_id, talk.department_id, tags.get(talk.pk, []), *rating), hours)


def _tags_of(conversations: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for conversation, tag in Tagging.objects.filter(conversation__in=list(conversations)).values_list("conversation_id", "tag_id"):
        found.setdefault(conversation, []).append(tag)
    return {conversation: sorted(tags) for conversation, tags in found.items()}
