"""Announce a file: its room is taken before the first byte of it comes (UPL1)."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Conflict, Invalid, TooLarge
from accounts.models import Project
from chat.files.names import clean_name
from chat.files.store import store
from chat.models import Attachment, FileSpace
from chat.models.attachment import MIB
from chat.plan import require_writing

UNSENT_AT_MOST = 30  # files of one person that stand in no message yet
UNSENT_FOR = timedelta(days=1)  # then they are taken away
KEY_BYTES = 24  # 192 random bits: where a file lies says nothing of it, and cannot be guessed


def start_upload(actor: Actor, project: Project, *, client_id: uuid.UUID, name: object, size: object) -> Attachment:
    """Take room for a file of so many bytes. The same `client_id` again gives the one that was announced.

    Raises Forbidden without REPLY or where visitors send none, Invalid for a size that is none, TooLarge, Conflict where the
    project's room is used up or too many wait to be sent, PlanEnded.
    """
    require_writing(actor, client_id)
    require_may_send(actor, project)
    known = _known(actor, client_id)
    if known is not None:
        return known
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise Invalid(_("This file is empty."), fields={"size": "A whole number of bytes, 1 or more."})
    try:
        with transaction.atomic():
            _take_room(actor, project, size)
            mine = {"author_kind": actor.author_kind, "author_id": actor.id, "client_id": client_id}
            row = Attachment(project=project, key=secrets.token_urlsafe(KEY_BYTES), name=clean_name(name), size=size, held=size, **mine)
            row.save(force_insert=True)
            return row
    except IntegrityError:  # two of the same at once: the room of this one was given back with it
        found = _known(actor, client_id)
        if found is None:
            raise
        return found


def require_may_send(actor: Actor, project: Project) -> None:
    """Raises Forbidden for who may not write here, and where visitors, or anybody, send no files."""
    if actor.kind != "visitor":
        require(actor, Capability.REPLY, project)
    if not largest_for(visitor=actor.kind == "visitor"):
        raise Invalid(_("Files cannot be sent here."))


def _known(actor: Actor, client_id: uuid.UUID) -> Attachment | None:
    rows = Attachment.objects.select_related("project")
    found: Attachment | None = rows.filter(author_kind=actor.author_kind, author_id=actor.id, client_id=client_id).first()
    return found


def space_now() -> FileSpace:
    """The open project's room, as it is set and used; one that nobody has used yet is not written for that."""
    found: FileSpace | None = FileSpace.objects.first()
    return found or FileSpace()


def largest_for(*, visitor: bool) -> int:
    """How many bytes one file may have, in the open project, that a visitor sends, or somebody of the team; 0 where they send none."""
    space = space_now()
    return space.largest_bytes if store() is not None and (space.from_visitors if visitor else space.from_team) else 0


def hold_space(project: Project) -> FileSpace:
    """Its row, made if there is none, locked: the last lock that anybody takes."""
    FileSpace.objects.get_or_create(project_id=project.pk)
    held: FileSpace = FileSpace.objects.select_for_update(no_key=True).get(project_id=project.pk)
    return held


def _take_room(actor: Actor, project: Project, size: int) -> None:
    space = hold_space(project)
    if size > space.largest_bytes:
        raise TooLarge(_("Too big: %(size)s MB is the most.") % {"size": space.largest_bytes // MIB})
    if space.used_bytes + size > space.quota_bytes:
        raise Conflict(_("There is no more room for files here."))
    unsent = Attachment.objects.filter(author_kind=actor.author_kind, author_id=actor.id, conversation=None)
    if unsent.filter(created_at__gt=timezone.now() - UNSENT_FOR).count() >= UNSENT_AT_MOST:
        raise Conflict(_("Send the files that wait before you add more."))
    space.used_bytes += size
    space.save(update_fields=["used_bytes"])
