"""Remembers what has been done for which input, so that the second start does it no more."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from launcher import places

STAMPS = places.VAR / "stamps"
SKIPPED = {"__pycache__", "node_modules"}


def digest_of(paths: Iterable[Path], *words: str) -> str:
    """A hash over words and the contents of files; a folder stands for all files below it."""
    found = hashlib.sha256("\0".join(words).encode())
    for file in sorted(_files(paths)):
        found.update(f"\0{file}\0".encode())
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def is_done(name: str, digest: str) -> bool:
    """Whether this was done for the same input."""
    file = STAMPS / name
    return file.exists() and file.read_text() == digest


def mark_done(name: str, digest: str) -> None:
    """Call it when the work is complete; a start that was killed before does the work again."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(digest)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir() and path.name not in SKIPPED:
            yield from _files(path.iterdir())
