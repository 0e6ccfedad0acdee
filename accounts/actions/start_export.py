"""Begin a copy of everything held about a visitor, a project or the account; call one off."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict
from accounts.export_files import place
from accounts.models import Export, Project
from accounts.queued import queue_export

AT_ONCE = 3  # of one account: each keeps a worker and a disk busy


def start_export(actor: Actor, *, project: Project | None = None, visitor: UUID | None = None) -> Export:
    """Begin an export, inside the account's scope: of a visitor of `project`, of the project, or of the whole account.

    Raises Forbidden without EXPORT_DATA, Conflict while AT_ONCE others are being made.
    """
    require(actor, Capability.EXPORT_DATA, project)
    if Export.objects.filter(state=Export.State.RUNNING).count() >= AT_ONCE:
        raise Conflict("Other exports are being made: wait until one is ready, or cancel one.")
    kind = Export.Kind.VISITOR if visitor else Export.Kind.PROJECT if project else Export.Kind.ACCOUNT
    made = Export(account_id=actor.account_id, kind=kind, project=project, visitor=visitor, by_id=actor.ref, by_name=actor.name[:120])
    made.save(force_insert=True)
    audit.record(actor, f"{kind}.exported", made)
    # The worker must find the row: it is told after the commit. Whatever is lost on the way, beat finds.
    transaction.on_commit(partial(queue_export, made.account_id, made.pk))
    return made


def cancel_export(actor: Actor, export: Export) -> None:
    """Stop making an export, or take a ready one away. Raises Forbidden without EXPORT_DATA."""
    require(actor, Capability.EXPORT_DATA)
    held = Export.objects.select_for_update(no_key=True).get(pk=export.pk)
    if held.state not in (Export.State.RUNNING, Export.State.READY):
        return
    held.state = Export.State.CANCELLED
    held.save(update_fields=["state"])
    audit.record(actor, "export.cancelled", held)
    transaction.on_commit(partial(place().remove, held))
