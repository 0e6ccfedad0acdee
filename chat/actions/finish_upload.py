"""All of a file is there: it goes to be checked. Or its sender thinks better of it."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import transaction

from accounts.actors import Actor
from accounts.errors import Conflict
from accounts.models import Project
from chat.actions.start_upload import hold_space
from chat.files.shapes import PartShape
from chat.files.store import Store, place_of, store
from chat.models import Attachment
from chat.queued import queue_check


def missing_parts(row: Attachment) -> list[PartShape]:
    """Forms for what of a file is not there yet: what came over a line that broke need not come again."""
    kept = store()
    if kept is None or row.state != Attachment.State.UPLOADING:
        return []
    here = kept.sizes(f"{place_of(row)}part-")
    return [{**kept.form(key, size), "first": first, "size": size} for key, first, size in parts_of(row) if here.get(key) != size]


def parts_of(row: Attachment) -> list[tuple[str, int, int]]:
    """Where each part of an announced file lies, where it begins, and how many bytes it has."""
    step = settings.FILES_PART_BYTES
    starts = range(0, row.size, step)
    return [(f"{place_of(row)}part-{at // step:02}", at, min(step, row.size - at)) for at in starts]


def finish_upload(actor: Actor, row: Attachment) -> Attachment:
    """Let it be checked. Twice is fine. Raises Conflict while some of it is missing."""
    if row.state != Attachment.State.UPLOADING:
        return row
    if missing := missing_parts(row):
        raise Conflict(f"{len(missing)} parts of this file are not there yet.")
    Attachment.objects.filter(pk=row.pk, state=Attachment.State.UPLOADING).update(state=Attachment.State.PENDING)
    transaction.on_commit(partial(queue_check, row.project, row.pk))
    row.refresh_from_db(fields=["state"])
    return row


def cancel_upload(project: Project, row: Attachment) -> None:
    """Take it away with everything of it. Twice is fine. Raises Conflict once it stands in a message."""
    held = Attachment.objects.select_for_update(no_key=True, of=("self",)).filter(pk=row.pk).first()
    if held is None:
        return
    if held.conversation_id is not None:
        raise Conflict("This file was sent.")
    drop(project, held, store())


def drop(project: Project, row: Attachment, kept: Store | None) -> None:
    """Row, bytes and room. The bytes first: what has a row can be found again."""
    if kept is not None:
        kept.remove(place_of(row))
    give_back(project, row.held)
    row.delete()


def give_back(project: Project, size: int) -> None:
    """So much less of the project's room is used; a negative size takes more."""
    space = hold_space(project)
    space.used_bytes = max(0, space.used_bytes - size)
    space.save(update_fields=["used_bytes"])
