"""Files and pictures of an archive, put where files lie before any has a row: the transaction that loads does nothing slow."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from chat.actions.start_upload import KEY_BYTES
from chat.files.kinds import Unfit
from chat.files.names import clean_name, fitted
from chat.files.store import Store, store
from panel.imports.archive import Archive, Broken
from panel.imports.keeping import files_of_target
from panel.imports.models import Import
from panel.imports.values import Row, parsed
from widget.help.pictures import made_of


@dataclass
class Staged:
    """By public ids of the archive: the key of each file, and of each picture what its row says now that it is made anew."""

    files: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Row] = field(default_factory=dict)


def stage(row: Import, archive: Archive, touch: Callable[[], None]) -> Staged:
    """What an earlier run left behind is taken away first. Raises Broken for a picture that is none, ScannerAway."""
    unstage(row)
    staged = Staged()
    if (kept := store()) is None:
        return staged
    for _, said, name in _lines(archive, "files"):
        if said["state"] != "ready" or said["conversation_id"] is None:
            continue
        key = staged.files[said["public_id"]] = secrets.token_urlsafe(KEY_BYTES)
        _put_parts(kept, f"{files_of_target(row)}{key}/", _whole(archive, name))
        touch()
    for number, said, name in _lines(archive, "pictures"):
        try:
            staged.pictures[said["public_id"]] = _put_picture(kept, files_of_target(row), said, _whole(archive, name))
        except Unfit as unfit:
            raise Broken(f"help_pictures.jsonl:{number}: its file is no picture that can be shown ({unfit.why})") from None
        touch()
    return staged


def unstage(row: Import) -> None:
    """Take away whatever lies there of a project that never came to be."""
    if kept := store():
        kept.remove(files_of_target(row))


def _lines(archive: Archive, folder: str) -> Iterator[tuple[int, Row, str]]:
    """Each line about something that lies in a folder of the archive, with where it lies."""
    lines = {"files": "files.jsonl", "pictures": "help_pictures.jsonl"}[folder]
    if lines not in archive.entries:
        return
    for number, line in archive.lines(lines):
        said = parsed(line)
        if not isinstance(said, str) and (name := f"{folder}/{said['public_id']}/{said['name']}") in archive.entries:
            yield number, said, name


def _whole(archive: Archive, name: str) -> bytes:
    return b"".join(archive.chunks(name))  # the checks of a file hold it in memory as well; its size has an end


def _put_parts(kept: Store, place: str, whole: bytes) -> None:
    """As a browser uploads it: it is checked once its row is there, like one that somebody sends."""
    step = settings.FILES_PART_BYTES
    for at in range(0, len(whole), step):
        kept.write(f"{place}part-{at // step:02}", BytesIO(whole[at : at + step]))


def _put_picture(kept: Store, place: str, said: Row, whole: bytes) -> Row:
    """Made anew from its pixels, as when somebody adds one to an article: what an archive says of it is believed by nobody."""
    key = secrets.token_urlsafe(KEY_BYTES)
    with TemporaryDirectory(prefix="parley-import-") as folder:
        source = Path(folder) / "whole"
        source.write_bytes(whole)
        kind, made = made_of(source, said["name"])
        with made.file.open("rb") as data:
            kept.write(f"{place}{key}/file", data)
        name, held = fitted(clean_name(said["name"]), kind.endings), made.file.stat().st_size
    return {"key": key, "name": name, "type": kind.type, "width": made.width, "height": made.height, "held": held}
