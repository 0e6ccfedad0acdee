"""Who holds something about a visitor or an account, and erases it: the registry that each app fills in `apps.py: ready()`.

An erased subject leaves its tombstone, a hash. It also stands in a file outside the database, so that what a restore brings back
is erased again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.conf import settings

from accounts.access import ProjectRef
from accounts.models import Project

Kind = Literal["visitor", "account"]

# Inside the tenant and its transaction; what each erased, by a word of ours. Must be safe to run twice.
EraseVisitor = Callable[[Project, UUID], dict[str, int]]
# Outside any transaction, for there may be much: again from where it was, when it is run again.
EraseAccount = Callable[[int], dict[str, int]]
# Who was sent something about the visitor, as a person would name them.
Receivers = Callable[[Project, UUID], list[str]]
# Whether an erased visitor is here again, after a restore: their public ids out of the open project.
FindVisitors = Callable[[frozenset[str]], Iterator[UUID]]

OF_VISITOR: dict[str, EraseVisitor] = {}
OF_ACCOUNT: dict[str, EraseAccount] = {}
RECEIVERS: list[Receivers] = []
FINDERS: list[FindVisitors] = []


@dataclass(frozen=True)
class Tombstone:
    """What is left of an erased subject: a hash, and where to look for it after a restore."""

    kind: Kind
    hash: str
    account_id: int
    project: ProjectRef | None


def tombstone_hash(kind: Kind, public_id: UUID) -> str:
    """The id is 122 random bits, so the hash gives nothing back."""
    return hashlib.sha256(f"parley.tombstone\n{kind}\n{public_id}".encode()).hexdigest()


def note_tombstone(tombstone: Tombstone) -> None:
    """Write it down outside the database, on disk before this returns. Twice is fine."""
    file = Path(settings.TOMBSTONES_FILE)
    file.parent.mkdir(parents=True, exist_ok=True)
    project = tombstone.project.id if tombstone.project else None
    line = json.dumps({"kind": tombstone.kind, "hash": tombstone.hash, "account": tombstone.account_id, "project": project})
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())  # one write of a short line: two processes never mix theirs
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def noted_tombstones(file: Path) -> list[Tombstone]:
    """Every tombstone of a file, once each."""
    found: dict[str, Tombstone] = {}
    for line in file.read_text(encoding="ascii").splitlines():
        raw = json.loads(line)
        project = ProjectRef(raw["project"], raw["account"]) if raw["project"] is not None else None
        found[raw["hash"]] = Tombstone(raw["kind"], raw["hash"], raw["account"], project)
    return list(found.values())
