"""Where an archive lies between its upload and its end: beside the files, under a name that nobody is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from chat.files.store import Vanished, store
from panel.imports.archive import LARGEST_ARCHIVE, Broken
from panel.imports.models import Import


def _place(row: Import) -> str:
    return f"imports/{row.public_id}/"


def keep_archive(row: Import, file: IO[bytes]) -> None:
    """Raises Vanished where this installation keeps no files."""
    kept = store()
    if kept is None:
        raise Vanished("no place for files")
    kept.write(f"{_place(row)}archive", file)


def forget_archive(row: Import) -> None:
    """Take it away. Twice is fine."""
    if kept := store():
        kept.remove(_place(row))


def files_of_target(row: Import) -> str:
    """Below this lie the files of the project that an import becomes."""
    return f"files/{row.target}/"


@contextmanager
def opened(row: Import) -> Iterator[IO[bytes]]:
    """The archive, as a file of this machine that can be read from any place. Raises Broken where it has gone."""
    kept = store()
    with TemporaryFile(prefix="parley-import-") as copy:
        try:
            if kept is None:
                raise Vanished("no place for files")
            seen = 0
            for chunk in kept.read(f"{_place(row)}archive", 0, LARGEST_ARCHIVE):
                seen += len(chunk)
                copy.write(chunk)
        except Vanished:
            raise Broken("archive: is not here any more; upload it again") from None
        copy.seek(0)
        yield copy
