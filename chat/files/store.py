"""Where files lie: a folder of this machine, or a bucket. One interface; a browser puts bytes into either by the same form.

Keys are `files/<project>/<random>/…`: `part-00` … are what a browser has put there, `file` and `thumbnail` what was made of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.core import signing

from chat.files.shapes import FormShape
from chat.models import Attachment

UPLOAD_FOR_S = 900  # a form is good for one part on a slow line; after it the browser asks for another
CHUNK = 256 * 1024
FORM_SALT = "parley.files.form"


class Store(Protocol):
    """All of it is safe to do twice."""

    def form(self, key: str, size: int) -> FormShape:
        """How a browser puts exactly `size` bytes at this key, and nothing else anywhere (UPL6)."""

    def sizes(self, prefix: str) -> dict[str, int]:
        """How many bytes lie at each key that begins so."""

    def read(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """The bytes from `first` to `last`, both included. Raises Vanished."""

    def write(self, key: str, file: IO[bytes]) -> None:
        """Put a file there, whole or not at all."""

    def remove(self, prefix: str) -> int:
        """Take everything away that begins so, every version of it; how many there were."""


class Vanished(Exception):
    """Nothing lies where something should."""


def store() -> Store | None:
    """Where the settings say that files lie; None where this installation takes none."""
    if settings.FILES_BUCKET:
        return _bucket(settings.FILES_BUCKET, settings.FILES_ENDPOINT)
    return Folder(Path(settings.FILES_DIR)) if settings.FILES_DIR else None


@lru_cache(maxsize=4)
def _bucket(name: str, endpoint: str) -> Store:
    """Made once: its client reads half a second's worth of descriptions."""
    from chat.files.bucket import Bucket  # it builds on what stands here

    return Bucket(name, endpoint)


def place_of(row: Attachment) -> str:
    """Below this lies everything of a file. It names the tenant (TEN9)."""
    return f"files/{row.project.public_id}/{row.key}/"


class Folder:
    """A folder, for its user alone; one for web and workers. What stands in for a bucket's signature is Django's."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def form(self, key: str, size: int) -> FormShape:
        policy = signing.dumps({"key": key, "size": size}, salt=FORM_SALT)
        return {"url": f"{settings.FILES_URL}/files/in", "fields": {"key": key, "policy": policy}}

    def sizes(self, prefix: str) -> dict[str, int]:
        folder = self._at(prefix if prefix.endswith("/") else prefix.rpartition("/")[0])
        found = (one for one in folder.glob("*") if one.is_file())
        named = ((one.relative_to(self.path).as_posix(), one.stat().st_size) for one in found)
        return {key: size for key, size in named if key.startswith(prefix) and not key.endswith(".half")}

    def read(self, key: str, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        if not self._at(key).is_file():
            raise Vanished(key)
        return _chunks(self._at(key), first, last)

    def write(self, key: str, file: IO[bytes]) -> None:
        target = self._at(key)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = target.with_suffix(f".{os.getpid()}.{os.urandom(4).hex()}.half")
        with half.open("wb") as out:
            half.chmod(0o600)
            shutil.copyfileobj(file, out)
            out.flush()
            os.fsync(out.fileno())
        half.replace(target)

    def remove(self, prefix: str) -> int:
        found = list(self.sizes(prefix))
        for key in found:
            self._at(key).unlink(missing_ok=True)
        if prefix.endswith("/"):
            shutil.rmtree(self._at(prefix), ignore_errors=True)
        return len(found)

    def _at(self, key: str) -> Path:
        """Keys are ours; should one ever be somebody's, it leads nowhere else."""
        place = self.path / key
        if not place.resolve().is_relative_to(self.path.resolve()):
            raise Vanished(key)
        return place


def _chunks(path: Path, first: int, last: int | None) -> Iterator[bytes]:
    """Opened when it is read: whoever never begins leaves nothing open."""
    with path.open("rb") as file:
        file.seek(first)
        left = None if last is None else last - first + 1
        while left is None or left > 0:
            chunk = file.read(CHUNK if left is None else min(CHUNK, left))
            if not chunk:
                return
            left = None if left is None else left - len(chunk)
            yield chunk
