"""Put a conversation to another one, where they are read as one; and take them apart again."""

from __future__ import annotations

from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.models import Project
from chat import live
from chat.access import hold, read_again
from chat.actions.append_activity import append_activity
from chat.models import Conversation, Merge

MERGED_AT_MOST = 20  # into one


def merge_conversations(actor: Actor, project: Project, conversation: Conversation, *, into: Conversation) -> Merge:
    """Close `conversation` and show its lines with those of `into`. No line moves: each visitor goes on seeing their own alone.

    Merging again what is merged so changes nothing. Raises Forbidden without ASSIGN and CLOSE, Conflict where one of them is merged
    elsewhere, or they are one and the same.
    """
    require(actor, Capability.ASSIGN, project)
    require(actor, Capability.CLOSE, project)
    if conversation.pk == into.pk:
        raise Conflict("These are one conversation.")
    held = {one.pk: hold(one) for one in sorted((conversation, into), key=lambda one: one.pk)}  # one order for everybody who takes two
    source, target = held[conversation.pk], held[into.pk]
    present = Merge.objects.filter(conversation=source, undone_at=None).first()
    if present is not None and present.into_id == target.pk:
        return present
    _require_free(source, target, present)
    now = timezone.now()
    made = Merge(project=project, conversation=source, into=target, was_open=source.status != "closed", by_name=actor.name[:120], at=now)
    made.save(force_insert=True)
    if made.was_open:
        source.status, source.closed_at, source.updated_at, source.waiting_since, source.snoozed_until = "closed", now, now, None, None
        source.save(update_fields=["status", "closed_at", "updated_at", "waiting_since", "snoozed_until"])
    _tell(actor, project, (source, target), "merged")
    return made


def undo_merge(actor: Actor, project: Project, conversation: Conversation) -> Conversation:
    """Take it out again; open, if it was, unless its visitor has another one open by now.

    Raises Forbidden without ASSIGN and CLOSE, Conflict where it is not merged.
    """
    require(actor, Capability.ASSIGN, project)
    require(actor, Capability.CLOSE, project)
    merge = Merge.objects.select_related("into").filter(conversation=conversation, undone_at=None).first()
    if merge is None:
        raise Conflict("This conversation is merged with none.")
    held = {one.pk: hold(one) for one in sorted((conversation, merge.into), key=lambda one: one.pk)}
    source, target = held[conversation.pk], held[merge.into_id]
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    others = Conversation.objects.filter(visitor=source.visitor_id).exclude(status="closed").exclude(pk=source.pk)
    if merge.was_open and source.status == "closed" and not others.exists():
        source.status, source.closed_at, source.updated_at = "open", None, merge.undone_at
        if source.last_author_kind == "visitor":
            source.waiting_since = source.last_at
        source.save(update_fields=["status", "closed_at", "updated_at", "waiting_since"])
    _tell(actor, project, (source, target), "unmerged")
    return read_again(source)


def _require_free(source: Conversation, target: Conversation, present: Merge | None) -> None:
    merges = Merge.objects.filter(undone_at=None)
    if present is not None or merges.filter(conversation=target).exists() or merges.filter(into=source).exists():
        raise Conflict("One of the two is merged already: take it apart first.")
    if merges.filter(into=target).count() >= MERGED_AT_MOST:
        raise Conflict(f"At most {MERGED_AT_MOST} conversations can be merged into one.")


def _tell(actor: Actor, project: Project, pair: tuple[Conversation, Conversation], event: str) -> None:
    source, target = pair
    append_activity(actor, project, source, f"{event}_into" if event == "merged" else "unmerged_from", to=f"#{target.number}")
    append_activity(actor, project, target, event, to=f"#{source.number}")
    audit.record(actor, f"conversation.{event}", source, into=target.number)
    for one in pair:
        live.announce_conversation(project, read_again(one))
