"""Look at what somebody uploaded, make what is kept of it, and say what became of it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from accounts.access import ProjectRef
from accounts.tenancy import tenant
from chat import live
from chat.actions.finish_upload import give_back, parts_of
from chat.actions.start_upload import space_now
from chat.files.kinds import Unfit, kind_of, sort_of
from chat.files.names import fitted
from chat.files.pictures import Picture, remade
from chat.files.scanner import ScannerAway, require_clean
from chat.files.store import Store, Vanished, place_of, store
from chat.models import Attachment, Conversation, Message

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What is kept of a file: as what, how much room it takes, and how large it is where it is a picture."""

    type: str
    name: str
    size: int
    held: int
    width: int | None = None
    height: int | None = None


def check_file(ref: ProjectRef, attachment_id: int) -> None:
    """Check a pending file, whoever else does: both make the same. Nothing slow happens under a lock.

    A scanner or a store that does not answer leaves it pending; beat begins it anew.
    """
    kept = store()
    with tenant(ref):
        row = Attachment.objects.select_related("project").filter(pk=attachment_id).first()
        refused = space_now().refused_sorts
    if row is None or kept is None or row.state != Attachment.State.PENDING:
        return
    with TemporaryDirectory(prefix="parley-file-") as folder:
        try:
            made: Kept | Unfit = _make(row, kept, Path(folder), refused)
        except Unfit as unfit:
            made = unfit
        except Vanished:
            made = Unfit("incomplete")
        except ScannerAway as away:
            logger.warning("file.scanner_away", extra={"reason": str(away)})
            return
    _close(ref, row, made)
    kept.remove(f"{place_of(row)}part-")


def _make(row: Attachment, kept: Store, folder: Path, refused: Collection[str]) -> Kept:
    """Put what is kept of it beside its parts, unless it is of a `refused` sort. Raises Unfit, Vanished, ScannerAway."""
    whole = folder / "whole"
    with whole.open("wb") as out:
        out.writelines(_bytes_of(row, kept))
    if whole.stat().st_size != row.size:
        raise Vanished(row.key)
    require_clean(whole)
    kind = kind_of(whole.read_bytes(), row.name)
    if sort_of(kind) in refused:
        raise Unfit("kind")
    name = fitted(row.name, kind.endings)
    if not kind.picture:
        _write(kept, f"{place_of(row)}file", whole)
        return Kept(kind.type, name, row.size, row.size)
    picture: Picture = remade(whole, folder)
    _write(kept, f"{place_of(row)}file", picture.file)
    _write(kept, f"{place_of(row)}thumbnail", picture.thumbnail)
    size = picture.file.stat().st_size
    return Kept(kind.type, name, size, size + picture.thumbnail.stat().st_size, picture.width, picture.height)


def _bytes_of(row: Attachment, kept: Store) -> Iterator[bytes]:
    for key, _first, _size in parts_of(row):
        yield from kept.read(key)


def _write(kept: Store, key: str, file: Path) -> None:
    with file.open("rb") as data:
        kept.write(key, data)


def _close(ref: ProjectRef, row: Attachment, made: Kept | Unfit) -> None:
    """Say it in the row, and to whoever has the message on the screen."""
    with tenant(ref):
        held = Attachment.objects.select_for_update(no_key=True, of=("self",)).select_related("project").filter(pk=row.pk).first()
        if held is None or held.state != Attachment.State.PENDING:
            return  # erased or called off meanwhile, or another worker was faster
        before = held.held
        if isinstance(made, Unfit):
            held.state, held.reason, held.held = Attachment.State.REFUSED, made.why, 0
        else:
            held.state, held.type, held.name, held.size, held.held = Attachment.State.READY, made.type, made.name, made.size, made.held
            held.width, held.height = made.width, made.height
        held.save()
        give_back(held.project, before - held.held)
        announce(held)


def announce(row: Attachment) -> None:
    """Tell the browsers that show the message, if it stands in one, what has become of its file."""
    if row.conversation_id is None:
        return
    conversation = Conversation.objects.select_related("visitor").get(pk=row.conversation_id)
    message = Message.objects.get(conversation=conversation, number=row.number or 0)
    live.announce_attachment(row.project, conversation, message, row)
