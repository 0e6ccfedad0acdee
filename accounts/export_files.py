"""Where the files of exports lie: the parts of one that is being made, and the ZIP that it becomes. A folder here, or a bucket."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from accounts.models import Export


class PartsLost(Exception):
    """Some part is not there as it was written: the export must begin anew."""


# Names in the ZIP, and bytes. Pages are text; what people send is compressed already more often than not.
Things = Iterable[tuple[str, Iterator[bytes]]]


def add(archive: zipfile.ZipFile, beside: Things) -> None:
    """Put things into the ZIP as they come."""
    for name, chunks in beside:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(".html") else zipfile.ZIP_STORED
        with archive.open(entry, "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)


class Place(Protocol):
    """Where exports are kept. All of it is safe to do twice."""

    def append(self, export: Export, name: str, at: int, lines: bytes) -> int:
        """Write lines to a part at the place `at`, over whatever an interrupted run left behind it; the new end. Raises PartsLost."""

    def pack(self, export: Export, sizes: dict[str, int], texts: dict[str, str], beside: Things = ()) -> int:
        """Make the ZIP of the parts, each of so many bytes, of these texts and of what lies beside them, whole or not at all; its size.

        Raises PartsLost.
        """

    def open(self, export: Export) -> IO[bytes] | None:
        """The ZIP, to be read from its beginning; None where it is not there."""

    def tidy(self, export: Export) -> None:
        """Take the parts away once the ZIP has them."""

    def remove(self, export: Export) -> bool:
        """Take all of an export's files away; whether there were any."""

    def sweep(self, before: datetime) -> int:
        """Take away the files of exports that were last written before this moment; how many exports."""


def place() -> Place:
    """Where the settings say that exports are kept."""
    from accounts.export_bucket import Bucket  # it builds on what stands here

    return Bucket(settings.EXPORT_BUCKET) if settings.EXPORT_BUCKET else Folder(Path(settings.EXPORT_DIR))


class Folder:
    """A folder of this machine, for its user alone; one for web and workers."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, export: Export, name: str, at: int, lines: bytes) -> int:
        file = self._parts(export) / name
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with open(descriptor, "wb") as out:  # noqa: PTH123  opened by descriptor, for the mode
            if os.fstat(descriptor).st_size < at:  # else it would be filled up with zeros
                raise PartsLost(name)
            out.truncate(at)
            out.seek(at)
            out.write(lines)
            out.flush()
            os.fsync(out.fileno())
        return at + len(lines)

    def pack(self, export: Export, sizes: dict[str, int], texts: dict[str, str], beside: Things = ()) -> int:
        target = self._zip(export)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = target.with_suffix(f".{os.getpid()}.half")
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:  # noqa: PTH123  for the mode
            for name, text in texts.items():
                archive.writestr(name, text)
            for name, size in sizes.items():
                part = self._parts(export) / name
                if not part.exists() or part.stat().st_size != size:
                    raise PartsLost(name)
                archive.write(part, name)
            add(archive, beside)
        half.replace(target)
        return target.stat().st_size

    def open(self, export: Export) -> IO[bytes] | None:
        return self._zip(export).open("rb") if self._zip(export).exists() else None

    def tidy(self, export: Export) -> None:
        shutil.rmtree(self._parts(export), ignore_errors=True)

    def remove(self, export: Export) -> bool:
        self.tidy(export)
        found = list(self.path.glob(f"{export.public_id}.*"))
        for file in found:
            file.unlink(missing_ok=True)
        return bool(found)

    def sweep(self, before: datetime) -> int:
        old = [entry for entry in self.path.glob("*") if _written_at(entry) < before.timestamp()]
        for entry in old:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink(missing_ok=True)
        return len({entry.name.partition(".")[0] for entry in old})

    def _zip(self, export: Export) -> Path:
        return self.path / f"{export.public_id}.zip"

    def _parts(self, export: Export) -> Path:
        return self.path / str(export.public_id)


def _written_at(entry: Path) -> float:
    """When a file, or anything in a folder, was last written."""
    return max(one.stat().st_mtime for one in (entry, *entry.rglob("*")))
