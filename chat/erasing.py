"""What chat holds about a visitor, and how it is erased: rows, what stands in Redis, open sockets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone

from accounts import audit
from accounts.actions.revoke import revoke
from accounts.erasure import tombstone_hash
from accounts.models import Project
from accounts.tenancy import account, tenant
from chat import live, said, visits
from chat.actions.finish_upload import drop
from chat.bans import target_of
from chat.files.store import store
from chat.models import (
    Answer,
    Attachment,
    Ban,
    CannedReply,
    Consent,
    Conversation,
    Counter,
    Department,
    DepartmentMember,
    Desk,
    FileSpace,
    Follower,
    Macro,
    SavedView,
    SpecialDay,
    Tag,
    Turn,
    Visitor,
)
from chat.search import filing


def erase_visitor(project: Project, public_id: UUID) -> dict[str, int]:
    """Erase a visitor inside the tenant: messages, conversations, who they are, where they went.

    The row stays, empty, with its random id: a token of theirs that is still in a browser must not make them anew.
    """
    about = [
        f"visitor:{public_id}",
        *(f"ban:{ban}" for ban in Ban.objects.filter(target=target_of(public_id)).values_list("public_id", flat=True)),
    ]
    counts = {"messages": 0, "answers": 0, "consents": 0, "conversations": 0, "visitors": 0, "bans": _forget_bans(public_id)}
    counts["files"] = _erase_files(project, public_id)  # before the locks: a store is slow
    filing.hold_still()
    # Conversations first, as everybody who locks does. Then the visitor: whoever is starting another one holds a share of
    # this row, so that after it none can come.
    list(Conversation.objects.select_for_update(of=("self",)).filter(visitor__public_id=public_id).order_by("id"))
    visitor = Visitor.objects.select_for_update().filter(public_id=public_id).first()
    counts["files"] += _erase_files(project, public_id)  # what came meanwhile
    if visitor is not None:
        talks = Conversation.objects.filter(visitor=visitor)
        filing.forget_entries(project.pk, talks.values_list("pk", flat=True))
        counts["messages"] = _erase_messages(visitor)
        counts["answers"] = Answer.objects.filter(form__conversation__visitor=visitor).count()  # go with their conversations
        counts["conversations"] = talks.count()
        talks.delete()
        counts["consents"] = Consent.objects.filter(visitor=visitor).delete()[0]
        counts["visitors"] = int(visitor.erased_at is None)
        _empty(visitor)
    audit.forget(*about, words=(target_of(public_id),))
    revoke(f"visitor:{public_id}")
    live.to_operators(project, {"type": "resync"})  # what they show of the visitor has gone
    transaction.on_commit(partial(visits.forget, project.pk, public_id))
    transaction.on_commit(partial(said.forget, project.pk, public_id))
    return counts


def _erase_files(project: Project, public_id: UUID) -> int:
    """Every file of their conversations, whoever sent it, and what they have not sent yet; each with all its versions."""
    visitor = Visitor.objects.filter(public_id=public_id).first()
    if visitor is None:
        return 0
    own = Q(author_kind="visitor", author_id=visitor.pk)
    rows = list(Attachment.objects.select_related("project").filter(Q(conversation__visitor=visitor) | own).order_by("id"))
    for row in rows:
        drop(project, row, store())
    return len(rows)


def _erase_messages(visitor: Visitor) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.erase_messages_of(%s)", [visitor.pk])
        return int(cursor.fetchone()[0])


def _empty(visitor: Visitor) -> None:
    """Every column back to nothing, but for the keys and the moment."""
    kept = {"id", "project", "public_id", "erased_at"}
    now = timezone.now()
    for field in Visitor._meta.concrete_fields:
        if field.name not in kept:
            setattr(visitor, field.name, now if field.name in ("first_seen_at", "last_seen_at") else field.get_default())
    visitor.token_hash, visitor.erased_at = b"", visitor.erased_at or now
    visitor.save()


def _forget_bans(public_id: UUID) -> int:
    """What was written about them when they were kept out."""
    return Ban.objects.filter(target=target_of(public_id)).exclude(reason="").update(reason="")


def visitors_of(hashes: frozenset[str]) -> Iterator[UUID]:
    """Visitors of the open project who have been erased by their tombstones, and are here again after a restore."""
    for public_id in Visitor.objects.filter(erased_at=None).values_list("public_id", flat=True).iterator(chunk_size=2000):
        if tombstone_hash("visitor", public_id) in hashes:
            yield public_id


def erase_account(account_id: int) -> dict[str, int]:
    """Everybody who ever wrote to any project of an account, one visitor a transaction."""
    counts = {"messages": 0, "answers": 0, "conversations": 0, "visitors": 0, "files": 0}
    with account(account_id):
        projects = list(Project.objects.order_by("id"))
    for project in projects:
        with tenant(project):
            everybody = list(Visitor.objects.filter(erased_at=None).values_list("public_id", flat=True))
        for public_id in everybody:
            with tenant(project):
                erased = erase_visitor(project, public_id)
            counts = {name: counts[name] + erased[name] for name in counts}
        with tenant(project):
            for row in Attachment.objects.select_related("project"):  # what operators have not sent
                drop(project, row, store())
                counts["files"] += 1
            FileSpace.objects.all().delete()
            for model in (Desk, SpecialDay, DepartmentMember, Turn, CannedReply, Macro, SavedView):
                model._default_manager.all().delete()
            Department.objects.update(name="", pages=[], removed_at=timezone.now())
            Tag.objects.update(name=Cast("public_id", CharField()), removed_at=timezone.now())
            Counter.objects.all().delete()
            Follower.objects.all().delete()
    return counts
