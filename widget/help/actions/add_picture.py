"""Take a picture for articles: looked at, made anew from its pixels, and put where files lie."""

from __future__ import annotations

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Busy, Conflict, Invalid, TooLarge
from accounts.models import Project
from chat.actions.start_upload import KEY_BYTES, hold_space
from chat.files import pictures
from chat.files.kinds import Kind, Unfit
from chat.files.names import clean_name, fitted
from chat.files.scanner import ScannerAway
from chat.files.store import store
from widget.help.models import Picture
from widget.help.pictures import made_of, place_of

LARGEST_BYTES = 8 * 1024 * 1024


def add_picture(actor: Actor, project: Project, *, file: IO[bytes], size: int, name: str) -> Picture:
    """Raises Forbidden without EDIT_PROJECT, TooLarge, Invalid for what is no picture, Conflict without room, Busy."""
    require(actor, Capability.EDIT_PROJECT, project)
    if size > LARGEST_BYTES:
        raise TooLarge(_("Too big: %(size)s MB is the most.") % {"size": LARGEST_BYTES // 1024 // 1024})
    kept = store()
    if kept is None:
        raise Conflict(_("There is no more room for files here."))
    with TemporaryDirectory(prefix="parley-help-") as folder:
        kind, made = _made(file, name, Path(folder))
        row = Picture(project=project, key=secrets.token_urlsafe(KEY_BYTES), name=fitted(clean_name(name), kind.endings), type=kind.type)
        row.width, row.height, row.held = made.width, made.height, made.file.stat().st_size
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(actor, "help.picture_added", row, name=row.name)
            _take_room(project, row.held)
            # Last, and inside: a row without a picture would be a hole in an article.
            with made.file.open("rb") as data:
                kept.write(f"{place_of(row)}file", data)
    return row


def _made(file: IO[bytes], name: str, folder: Path) -> tuple[Kind, pictures.Picture]:
    source = folder / "whole"
    source.write_bytes(file.read(LARGEST_BYTES))
    try:
        return made_of(source, name)
    except Unfit:
        raise Invalid(fields={"file": _("A picture: JPEG, PNG, GIF or WebP.")}) from None
    except ScannerAway:
        raise Busy() from None


def _take_room(project: Project, size: int) -> None:
    space = hold_space(project)
    if space.used_bytes + size > space.quota_bytes:
        raise Conflict(_("There is no more room for files here."))
    space.used_bytes += size
    space.save(update_fields=["used_bytes"])
