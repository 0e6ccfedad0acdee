"""The first look at an archive: all of it, row by row, and nothing is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.db import models

from accounts.domains import clean_domain, clean_domains
from accounts.erasure import tombstone_hash
from accounts.errors import Invalid
from chat.models.attachment import LARGEST_BYTES, QUOTA_BYTES
from panel.imports.archive import MOST_LINES, Archive, Broken
from panel.imports.taken import NEEDED, TAKEN, Taken
from panel.imports.values import Row, parsed, troubles
from widget.looks.cleaning import clean_looks

VERSION = 1
FOLDERS = ("files/", "pictures/")
NAMED = 100  # faults that are shown; all are counted
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
Tell = Callable[[int, int], None]


class Look:
    """One look through an archive: what was seen so far, and what is wrong."""

    def __init__(self, archive: Archive, erased: frozenset[str], tell: Tell = lambda done, total: None) -> None:
        self.archive, self.erased, self.tell = archive, erased, tell
        self.faults: list[str] = []
        self.fault_count = self.done = self.total = 0
        self.listed: dict[str, int] = {}
        self.ids: dict[str, set[int]] = {name: set() for name in TAKEN}
        self.public_ids: set[str] = set()
        self.unique: dict[tuple[str, str], set[int]] = {}
        self.last: dict[int, tuple[int, int]] = {}  # the last numbers that each conversation says
        self.file_names: set[str] = set()
        self.bytes = self.weighed = 0

    def fault(self, said: str) -> None:
        self.fault_count += 1
        if len(self.faults) < NAMED:
            self.faults.append(said[:300])

    def run(self) -> None:
        """Fill `faults`. Raises nothing for what is wrong in the archive."""
        for said in self.archive.faults():
            self.fault(said)
        if self.fault_count:
            return  # nothing inside a dangerous archive is opened
        try:
            self._read_cover()
        except Broken as broken:
            self.fault(str(broken))
            return
        for taken in TAKEN.values():
            name = f"{taken.name}.jsonl"
            if name in self.archive.entries:
                self._read(taken, name)
        for name in self.archive.entries:
            if name.startswith(FOLDERS):
                self._weigh(name)

    def _read_cover(self) -> None:
        """`export.json`: of what kind the archive is, and how many lines each file has. Raises Broken."""
        cover = parsed(b" ".join(self.archive.text("export.json").split(b"\n")))
        if isinstance(cover, str):
            raise Broken(f"export.json: {cover}")
        if cover.get("kind") != "project":
            raise Broken("export.json: is the export of no single project")
        if cover.get("version", VERSION) != VERSION:
            raise Broken(f"export.json: is of version {json.dumps(cover['version'])[:20]}; this is read: {VERSION}")
        files = cover.get("files")
        if not isinstance(files, dict):
            raise Broken("export.json: does not say which files there are")
        for name, said in files.items():
            lines = said.get("lines") if isinstance(said, dict) else None
            if not isinstance(lines, int) or isinstance(lines, bool) or not 0 <= lines < 2**31:
                raise Broken(f"export.json: does not say how many lines {name[:60]!a} has")
            self.listed[name] = lines
        for name in sorted({f"{part}.jsonl" for part in NEEDED} - set(files)):
            self.fault(f"export.json: does not list {name}")
        here = {name for name in self.archive.entries if name.endswith(".jsonl")}
        for name in sorted(set(files) - here):
            self.fault(f"{name[:60]!a}: is listed and not in the archive")
        for name in sorted(here - set(files)):
            self.fault(f"{name}: is in the archive and not listed")
        self.total = sum(self.listed.get(f"{part}.jsonl", 0) for part in TAKEN)
        if self.total > MOST_LINES:
            raise Broken(f"archive: has {self.total} lines, more than {MOST_LINES}")

    def _read(self, taken: Taken, name: str) -> None:
        number = 0
        try:
            for number, line in self.archive.lines(name):
                if number > self.listed.get(name, 0):
                    self.fault(f"{name}:{number}: is a line more than export.json says")
                    return
                for said in self._row(taken, line):
                    self.fault(f"{name}:{number}: {said}")
                self.done += 1
                if self.done % 500 == 0:
                    self.tell(self.done, self.total)
        except Broken as broken:
            self.fault(str(broken))
            return
        if number != self.listed.get(name, 0):
            self.fault(f"{name}: has {number} lines where export.json says {self.listed.get(name, 0)}")
        if taken.name == "project" and number != 1:
            self.fault(f"{name}: has {number} projects where there is one")

    def _row(self, taken: Taken, line: bytes) -> Iterator[str]:
        row = parsed(line)
        if isinstance(row, str):
            yield row
            return
        found = list(troubles(taken.part, row))
        if found:
            yield from found
            return
        yield from self._twice(taken, row)
        yield from self._references(taken, row)
        if check := _OWN.get(taken.name):
            yield from check(self, row)
        if isinstance(row.get("id"), int):
            self.ids[taken.name].add(row["id"])

    def _twice(self, taken: Taken, row: Row) -> Iterator[str]:
        """Keys that another row has already; those with a condition are left to the database."""
        model = taken.part.model
        keys: list[tuple[str, ...]] = [(key.attname,) for key in model._meta.concrete_fields if key.unique and key.attname in row]
        keys += [tuple(key.fields) for key in model._meta.constraints if isinstance(key, models.UniqueConstraint) and not key.condition]
        for key in keys:
            names = [model._meta.get_field(name).attname for name in key]  # type: ignore[union-attr]
            if not names or ("public_id" in names and len(names) > 1):
                continue
            value = hash(tuple(str(row[name]) for name in names))
            seen = self.unique.setdefault((model._meta.db_table, ",".join(names)), set())
            if value in seen:
                yield f"{', '.join(name for name in names if name != 'project_id')} is there twice"
            seen.add(value)

    def _references(self, taken: Taken, row: Row) -> Iterator[str]:
        for column in taken.part.fields():
            target = column.related_model
            value = row[column.attname]
            if value is None or not isinstance(target, type):
                continue
            if (into := _PART_OF.get(target)) and taken.name != "project" and value not in self.ids[into]:
                yield f"{column.attname} {value} leads to no row of {into}.jsonl"
        for kind, ref in (("author_kind", "author_id"), ("last_author_kind", "last_author_id")):
            if row.get(kind) == "visitor" and row.get(ref) not in self.ids["visitors"]:
                yield f"{ref} {row.get(ref)} leads to no row of visitors.jsonl"
        if "public_id" in row:
            self.public_ids.add(row["public_id"])

    def _weigh(self, name: str) -> None:
        """Read a file to its end: its checksum, and that a line speaks of it."""
        if name not in self.file_names:
            self.fault(f"{name[:120]!a}: no line of {'files' if name.startswith('files/') else 'help_pictures'}.jsonl speaks of it")
            return
        if self.archive.entries[name].file_size > LARGEST_BYTES:
            self.fault(f"{name[:120]!a}: is larger than {LARGEST_BYTES} bytes")
            return
        try:
            for chunk in self.archive.chunks(name):
                self.bytes += len(chunk)
        except Broken as broken:
            self.fault(str(broken))
        self.weighed += 1
        if self.weighed % 50 == 0:
            self.tell(self.done, self.total)
        if self.bytes > QUOTA_BYTES:
            self.fault(f"archive: its files have more than {QUOTA_BYTES} bytes")


def _project(look: Look, row: Row) -> Iterator[str]:
    try:
        clean_domains(row["allowed_domains"])
        if row["website"]:
            clean_domain(row["website"])
    except Invalid:
        yield "allowed_domains or website is no domain"
    try:
        clean_looks(row["looks"])
    except Invalid as invalid:
        yield f"looks has {', '.join(sorted(invalid.fields)) or invalid.detail} that cannot be"
    if not _COLOR.fullmatch(row["color"]):
        yield "color is none"
    if not row["name"].strip():
        yield "name is empty"


def _visitor(look: Look, row: Row) -> Iterator[str]:
    """PRV: whoever was erased does not come back with a copy that was made before."""
    named = row["erased_at"] is None or row["name"] or row["email"] or row["phone"] or row["data"]
    if named and tombstone_hash("visitor", UUID(row["public_id"])) in look.erased:
        yield "was erased: a copy that was made before cannot bring them back"


def _conversation(look: Look, row: Row) -> Iterator[str]:
    look.last[row["id"]] = (row["last_number"], row["last_public_number"])
    if not 0 < row["number"] < 2**31 - 1:
        yield "number is none"


def _message(look: Look, row: Row) -> Iterator[str]:
    last, last_public = look.last.get(row["conversation_id"], (2**31, 2**31))
    if not 0 < row["number"] <= last:
        yield f"number {row['number']} is not within its conversation's last_number {last}"
    if row["public_number"] is not None and not 0 < row["public_number"] <= last_public:
        yield f"public_number {row['public_number']} is not within its conversation's last_public_number {last_public}"
    if row["kind"] == "note" and row["public_number"] is not None:
        yield "is a note, and public"


def _file(look: Look, row: Row) -> Iterator[str]:
    name = f"files/{row['public_id']}/{row['name']}"
    if (row["conversation_id"] is None) != (row["number"] is None):
        yield "conversation_id and number are not both there"
    if row["state"] != "ready":
        return
    look.file_names.add(name)
    entry = look.archive.entries.get(name)
    if entry is not None and entry.file_size != row["size"]:
        yield f"size is {row['size']}, and the file has {entry.file_size} bytes"
    if not 0 < row["size"] <= LARGEST_BYTES:
        yield f"size is not between 1 and {LARGEST_BYTES}"


def _picture(look: Look, row: Row) -> Iterator[str]:
    name = f"pictures/{row['public_id']}/{row['name']}"
    look.file_names.add(name)
    entry = look.archive.entries.get(name)
    if entry is not None and not 0 < entry.file_size <= LARGEST_BYTES:
        yield f"its file has {entry.file_size} bytes, and not between 1 and {LARGEST_BYTES}"


_OWN: dict[str, Callable[[Look, Row], Iterator[str]]] = {
    "project": _project,
    "visitors": _visitor,
    "conversations": _conversation,
    "messages": _message,
    "notes": _message,
    "files": _file,
    "help_pictures": _picture,
}


def _parts_by_model() -> dict[type[Any], str]:
    """Which part a foreign key leads into. Notes are messages: nothing leads to either."""
    return {taken.part.model: name for name, taken in TAKEN.items() if name != "notes"}


class _Lazily(dict[type[Any], str]):
    """Parts are registered once all apps are there."""

    def get(self, key: type[Any], default: Any = None) -> Any:
        if not self:
            self.update(_parts_by_model())
        return super().get(key, default)


_PART_OF = _Lazily()
