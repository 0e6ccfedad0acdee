"""Ask for a visitor's or the account's erasure, to be carried out after a grace time; abort it before."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.erasure import RECEIVERS, tombstone_hash
from accounts.errors import Conflict
from accounts.models import Account, Erasure, Project
from accounts.queued import queue_erasure

VISITOR_GRACE = timedelta(days=7)
ACCOUNT_GRACE = timedelta(days=30)


def request_visitor_erasure(actor: Actor, project: Project, visitor: UUID, *, at_once: bool) -> Erasure:
    """Ask for a visitor's erasure, inside the project's tenant: at once, or in seven days. Asked again, it is the same one.

    Raises Forbidden without ERASE_DATA.
    """
    require(actor, Capability.ERASE_DATA, project)
    receivers = sorted({name for told in RECEIVERS for name in told(project, visitor)})
    due = timezone.now() if at_once else timezone.now() + VISITOR_GRACE
    erasure, new = Erasure.objects.get_or_create(
        tombstone=tombstone_hash("visitor", visitor),
        state=Erasure.State.WAITING,
        defaults={"account_id": actor.account_id, "kind": Erasure.Kind.VISITOR, "project": project, "subject": visitor,
                  "by_id": actor.ref, "by_name": actor.name[:120], "due_at": due, "receivers": receivers},
    )  # fmt: skip
    if not new and due < erasure.due_at:
        erasure.due_at = due
        erasure.save(update_fields=["due_at"])
    if new or at_once:
        audit.record(actor, "visitor.erasure_requested", erasure, due_at=erasure.due_at.isoformat())
    if at_once:
        transaction.on_commit(partial(queue_erasure, erasure.account_id, erasure.pk))
    return erasure


def request_account_erasure(actor: Actor, account: Account) -> Erasure:
    """Ask for the erasure of the whole account in thirty days, inside its scope. Raises Forbidden without DELETE_ACCOUNT."""
    require(actor, Capability.DELETE_ACCOUNT)
    erasure, new = Erasure.objects.get_or_create(
        tombstone=tombstone_hash("account", account.public_id),
        state=Erasure.State.WAITING,
        defaults={"account_id": account.pk, "kind": Erasure.Kind.ACCOUNT, "subject": account.public_id, "by_id": actor.ref,
                  "by_name": actor.name[:120], "due_at": timezone.now() + ACCOUNT_GRACE},
    )  # fmt: skip
    if new:
        audit.record(actor, "account.erasure_requested", erasure, due_at=erasure.due_at.isoformat())
    return erasure


def abort_erasure(actor: Actor, erasure: Erasure) -> Erasure:
    """Leave everything as it is. Raises Forbidden, or Conflict when it has been carried out."""
    account_wide = erasure.kind == Erasure.Kind.ACCOUNT
    require(actor, Capability.DELETE_ACCOUNT if account_wide else Capability.ERASE_DATA)
    held = Erasure.objects.select_for_update(no_key=True).get(pk=erasure.pk)
    if held.state == Erasure.State.DONE:
        raise Conflict("This has been erased already.")
    if held.state == Erasure.State.WAITING:
        held.state, held.subject = Erasure.State.ABORTED, None
        held.save(update_fields=["state", "subject"])
        audit.record(actor, f"{held.kind}.erasure_aborted", held)
    return held
