"""The second pass over an archive that was found clean: its rows become those of a new project, in one transaction."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid5

from django.db import DataError, IntegrityError, connection, models, transaction
from psycopg import sql

from accounts.models import Member, Project
from chat.files.names import clean_name
from panel.imports.archive import MIB, Archive, Broken
from panel.imports.staging import Staged
from panel.imports.taken import TAKEN, Taken
from panel.imports.values import Row, parsed
from widget.help.pictures import SCHEME

PAGE, PAGE_BYTES = 500, 4 * MIB  # of rows that are held in memory
_PICTURE = re.compile(rf"(?<={SCHEME})[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")
Tell = Callable[[int], None]


class Load:
    """One loading into the open project. Ids are new; what leads to a member of another account leads to nobody."""

    def __init__(self, archive: Archive, project: Project, *, public_ids: set[str], staged: Staged, tell: Tell) -> None:
        self.archive, self.project, self.staged, self.tell = archive, project, staged, tell
        self.public_ids = public_ids
        self.ids: dict[str, dict[int, int]] = {name: {} for name in TAKEN}
        self.members: frozenset[int] = frozenset()
        self.ours = False
        self.pending: list[int] = []
        self.done = 0

    def run(self) -> None:
        """Raises Broken for a row that the database does not take."""
        ((_, origin),) = next(self._pages("project"))
        # Ids of another installation may be anybody's here: they count only where the project itself is known by both its ids.
        self.ours = Project.objects.filter(pk=origin["id"], public_id=origin["public_id"]).exists()
        if self.ours:
            self.members = frozenset(Member.objects.values_list("pk", flat=True))
        self.ids["project"] = {origin["id"]: self.project.pk}
        for taken in TAKEN.values():
            if taken.name == "project" or f"{taken.name}.jsonl" not in self.archive.entries:
                continue
            for page in self._pages(taken.name):
                self._put(taken, page)
                self.done += len(page)
                self.tell(self.done)

    def new_id(self, old: str) -> str:
        """Another public id for each: the old one may stand in a project beside it. The same again gives the same."""
        return str(uuid5(self.project.public_id, old)) if old in self.public_ids else old

    def _pages(self, name: str) -> Iterator[list[tuple[int, Row]]]:
        page: list[tuple[int, Row]] = []
        size = 0
        for number, line in self.archive.lines(f"{name}.jsonl"):
            row = parsed(line)
            if isinstance(row, str):
                raise Broken(f"{name}.jsonl:{number}: {row}")
            page.append((number, row))
            size += len(line)
            if len(page) == PAGE or size > PAGE_BYTES:
                yield page
                page, size = [], 0
        if page:
            yield page

    def _put(self, taken: Taken, page: list[tuple[int, Row]]) -> None:
        made = [(number, row, new) for number, row in page if (new := self._made(taken, row)) is not None]
        try:
            with transaction.atomic():
                self._insert(taken, [(row, new) for _, row, new in made])
        except (IntegrityError, DataError) as trouble:
            for number, row, new in made:  # which one it is
                try:
                    with transaction.atomic():
                        self._insert(taken, [(row, new)])
                except (IntegrityError, DataError) as error:
                    raise Broken(f"{taken.name}.jsonl:{number}: {_reason(error)}") from None
            raise Broken(f"{taken.name}.jsonl: {_reason(trouble)}") from None

    def _made(self, taken: Taken, row: Row) -> Row | None:
        """What is written for a line; None where it is left out."""
        new = dict(row)
        for column in taken.part.fields():
            name, target = column.attname, column.related_model
            if target is Member and row[name] is not None and row[name] not in self.members:
                if name not in taken.emptied:
                    return None
                new[name] = None
            elif isinstance(target, type) and row[name] is not None and target is not Member:
                new[name] = self._led_to(target, row[name])
        for kind, ref in (("author_kind", "author_id"), ("last_author_kind", "last_author_id")):
            if kind in row:
                new[ref] = self._author(row[kind], row[ref])
        if "public_id" in row:
            new["public_id"] = self.new_id(row["public_id"])
        for name in taken.holds_ids:
            new[name] = self._translated(row[name])
        own = _OWN.get(taken.name)
        return own(self, row, new) if own else new

    def _led_to(self, target: type[Any], old: int) -> int:
        name = next(name for name, taken in TAKEN.items() if taken.part.model is target)
        return self.ids[name][old]

    def _author(self, kind: str, old: int) -> int:
        if kind == "visitor":
            return self.ids["visitors"][old]
        known = self.members if kind == "operator" else {old} if self.ours else frozenset()
        return old if old in known else 0

    def _translated(self, value: Any) -> Any:
        """The same with new public ids for old ones: alone, behind a word and a colon, and of pictures wherever a text shows them."""
        if isinstance(value, str):
            head, colon, tail = value.rpartition(":")
            return _PICTURE.sub(lambda found: self.new_id(found.group()), head + colon + self.new_id(tail))
        if isinstance(value, list):
            return [self._translated(one) for one in value]
        return {key: self._translated(one) for key, one in value.items()} if isinstance(value, dict) else value

    def _insert(self, taken: Taken, pairs: list[tuple[Row, Row]]) -> None:
        if not pairs:
            return
        rows = json.dumps([new for _, new in pairs])
        with connection.cursor() as cursor:
            if taken.name in ("messages", "notes"):
                cursor.execute("SELECT public.import_messages(%s::jsonb)", [rows])
                (written,) = cursor.fetchone()
                if written != len(pairs):
                    raise Broken(f"{taken.name}.jsonl: {len(pairs) - written} lines lead to no conversation")
                return
            cursor.execute(_insert_into(taken), [rows])
            if taken.key:
                found = {tuple(map(str, key)): pk for pk, *key in cursor.fetchall()}
                for old, new in pairs:
                    self.ids[taken.name][old["id"]] = found[tuple(str(new[name]) for name in taken.key)]
                if taken.name == "files":
                    self.pending += [self.ids["files"][old["id"]] for old, new in pairs if new["state"] == "pending"]


def _insert_into(taken: Taken) -> sql.Composed:
    """Names come from our own models, values as one parameter."""
    model = taken.part.model
    left = {column.attname for column in model._meta.concrete_fields if isinstance(column, models.AutoField)}
    columns = [column for column in model._meta.concrete_fields if column.attname not in left]
    names = sql.SQL(", ").join([sql.Identifier(column.attname) for column in columns])
    back = ["id", *taken.key] if taken.key else []
    text = "INSERT INTO public.{table} ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::public.{table}, %s::jsonb)"
    made = sql.SQL(text).format(table=sql.Identifier(taken.part.table), names=names)
    return made + sql.SQL(" RETURNING {}").format(sql.SQL(", ").join([sql.Identifier(name) for name in back])) if back else made


def _reason(error: Exception) -> str:
    """Which rule of the database it breaks: never the values, which may be long."""
    diagnosis = getattr(error.__cause__, "diag", None)
    rule = getattr(diagnosis, "constraint_name", None)
    return f"breaks the rule {rule}" if rule else f"cannot be stored ({getattr(diagnosis, 'message_primary', '') or type(error).__name__})"


def _visitor(load: Load, row: Row, new: Row) -> Row:
    """A token that nobody has: whoever was this visitor is one of the other project."""
    return {**new, "token_hash": rf"\x{secrets.token_hex(32)}", "devices": []}


def _file(load: Load, row: Row, new: Row) -> Row | None:
    """It goes through the same checks as one that somebody sends now, from the bytes that lie ready for it."""
    if row["conversation_id"] is None:
        return None
    new |= {"key": load.staged.files.get(row["public_id"], secrets.token_urlsafe(24)), "name": clean_name(row["name"]), "held": 0}
    if row["public_id"] in load.staged.files:
        return {**new, "state": "pending", "held": row["size"]}
    if row["state"] != "refused":
        new |= {"state": "refused", "reason": "incomplete"}
    return new


def _picture(load: Load, row: Row, new: Row) -> Row | None:
    """As it was made anew; one whose bytes were lost before it was exported is a hole here as it was there."""
    made = load.staged.pictures.get(row["public_id"])
    return {**new, **made} if made else None


def _text(load: Load, row: Row, new: Row) -> Row:
    """What readers see is made anew from what was published: `shown` of an archive is believed by nobody."""
    return {**new, "shown": [], "words": [], "title_words": []}


_OWN: dict[str, Callable[[Load, Row, Row], Row | None]] = {
    "visitors": _visitor,
    "files": _file,
    "help_texts": _text,
    "help_pictures": _picture,
}
