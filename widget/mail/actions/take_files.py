"""Files that came with a mail go the way of every file: room first, then their bytes, then the checks (security, UPL1-10).

No transaction is open while bytes are written. Each step may be done again: the same mail gives its files the same ids.
"""

from __future__ import annotations

import io
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.access import ProjectRef
from accounts.actors import Actor
from accounts.errors import Conflict, Invalid, SlowDown, TooLarge
from accounts.models import Project
from accounts.tenancy import tenant
from chat.actions.finish_upload import finish_upload, parts_of
from chat.actions.post_files import FILES_AT_MOST
from chat.actions.start_upload import KEY_BYTES, start_upload
from chat.files.names import clean_name
from chat.files.store import store
from chat.limits import require_room
from chat.models import Attachment
from chat.shapes import RefusalName
from widget.mail.reading.parsing import File

NAMED_AT_MOST = 20  # files of a mail that a message shows, those that were not taken among them


@dataclass(frozen=True)
class Came:
    """A file of a mail, and its row where there was room for it; else why not."""

    file: File
    client_id: uuid.UUID
    row: Attachment | None = None
    why: RefusalName = "too_much"


def announce_files(actor: Actor, project: Project, visitor: uuid.UUID, mail: uuid.UUID, files: Sequence[File]) -> list[Came]:
    """Take room for as many as a message holds, inside the tenant. `mail` is what the mail is known by."""
    return [
        _announced(actor, project, visitor, Came(file, uuid.uuid5(mail, f"file {place}")), fits=place < FILES_AT_MOST)
        for place, file in enumerate(files[:NAMED_AT_MOST])
    ]


def _announced(actor: Actor, project: Project, visitor: uuid.UUID, came: Came, *, fits: bool) -> Came:
    if not fits:
        return came
    try:
        require_room("files", f"{project.pk}:{visitor.hex}")
        row = start_upload(actor, project, client_id=came.client_id, name=came.file.name, size=came.file.size)
    except (TooLarge, Conflict, SlowDown):
        return came
    except Invalid:  # empty, or nobody sends files here
        return Came(came.file, came.client_id, why="kind" if came.file.size else "incomplete")
    return Came(came.file, came.client_id, row)


def put_files(actor: Actor, ref: ProjectRef, files: Sequence[Came]) -> None:
    """Write their bytes where a browser would have put them, and have them checked. Raises what the store raises."""
    kept = store()
    rows = [(came.row, came.file.content) for came in files if came.row is not None and came.row.state == Attachment.State.UPLOADING]
    if kept is None or not rows:
        return
    for row, content in rows:
        for key, first, size in parts_of(row):
            kept.write(key, io.BytesIO(content[first : first + size]))
    with tenant(ref):
        for row, _content in rows:
            finish_upload(actor, row)


def rows_of(actor: Actor, project: Project, files: Sequence[Came]) -> list[Attachment]:
    """Their rows, in the mail's order, to be put into its message; those without room are refused ones. The conversation is held."""
    ids = [came.client_id for came in files if came.row is not None]
    mine = Attachment.objects.select_for_update(no_key=True).filter(author_kind=actor.author_kind, author_id=actor.id, client_id__in=ids)
    found = {row.client_id: row for row in mine.order_by("id")}
    return [found.get(came.client_id) or _refused(actor, project, came) for came in files]


def _refused(actor: Actor, project: Project, came: Came) -> Attachment:
    """It takes no room, and stands in the message with the reason, which each side reads in their own language."""
    row = Attachment(
        project=project,
        key=secrets.token_urlsafe(KEY_BYTES),
        author_kind=actor.author_kind,
        author_id=actor.id,
        client_id=came.client_id,
        name=clean_name(came.file.name),
        size=came.file.size,
        held=0,
        state=Attachment.State.REFUSED,
        reason=came.why,
    )
    row.save(force_insert=True)
    return row
