"""Carry out an erasure whose grace time is over, keep the proof, and note the tombstone outside the database."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts import audit
from accounts.access import ProjectRef
from accounts.actors import system_actor
from accounts.erasure import OF_ACCOUNT, OF_VISITOR, Tombstone, note_tombstone
from accounts.models import Erasure, Project
from accounts.tenancy import account, tenant


def carry_out_erasure(account_id: int, erasure_id: int) -> None:
    """Erase what is waiting and due. Twice is fine: the second time there is nothing, and the proof stays as it was."""
    with account(account_id):
        erasure = Erasure.objects.get(pk=erasure_id)
    if erasure.kind == Erasure.Kind.ACCOUNT and _is_due(erasure):
        # Much, so in many transactions: whatever is left, after a crash, is found by the next run.
        counts = _sum(erase(account_id) for erase in OF_ACCOUNT.values())
        with account(account_id):
            _close(erasure_id, counts)
    elif erasure.project_id is not None:
        with tenant(ProjectRef(erasure.project_id, account_id)):
            held = Erasure.objects.select_for_update(no_key=True).get(pk=erasure_id)
            if _is_due(held) and held.subject is not None:
                _close(erasure_id, erase_visitor(held.project, held.subject))
    _note(account_id, erasure_id)


def erase_visitor(project: Project | None, visitor: UUID) -> dict[str, int]:
    """Everything that anybody holds about a visitor, inside the tenant: how many rows of what."""
    assert project is not None
    return _sum(erase(project, visitor) for erase in OF_VISITOR.values())


def _is_due(erasure: Erasure) -> bool:
    return erasure.state == Erasure.State.WAITING and erasure.due_at <= timezone.now()


def _close(erasure_id: int, counts: dict[str, int]) -> None:
    """The proof: what, how many, when, on whose word. The subject's id goes; its hash stays."""
    held = Erasure.objects.select_for_update(no_key=True).get(pk=erasure_id)
    former = _sum([held.counts, counts])
    held.state, held.counts, held.subject, held.done_at = Erasure.State.DONE, former, None, timezone.now()
    held.save(update_fields=["state", "counts", "subject", "done_at"])
    said: dict[str, Any] = {"rows": former, "asked_by": held.by_id, "receivers": held.receivers}
    audit.record(system_actor(held.account_id), f"{held.kind}.erased", held, tombstone=held.tombstone, **said)


def _note(account_id: int, erasure_id: int) -> None:
    """After the commit: a tombstone of something that is still there would erase it at the next restore."""
    with account(account_id):
        held = Erasure.objects.get(pk=erasure_id)
        if held.state != Erasure.State.DONE or held.noted:
            return
        project = ProjectRef(held.project_id, account_id) if held.project_id is not None else None
        note_tombstone(Tombstone("account" if project is None else "visitor", held.tombstone, account_id, project))
        Erasure.objects.filter(pk=erasure_id).update(noted=True)


def _sum(counts: Any) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)
