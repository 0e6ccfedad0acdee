"""Make an export: page by page into files, then into a ZIP. Goes on where it was interrupted; run twice at once it does no harm."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts import audit
from accounts.access import ProjectRef
from accounts.actors import system_actor
from accounts.export import BESIDE, PARTS, Part, schema_of
from accounts.export_files import PartsLost, Things, place
from accounts.models import Account, Export, Project
from accounts.queued import queue_export_mail
from accounts.tenancy import account, tenant

PAGE = 1000  # rows in one transaction: each is short, and a worker that dies loses one
LINK_FOR = timedelta(days=1)
LOOK_EVERY_S = 5.0  # while packing
VERSION = 1  # of what an export is made of, for whoever reads it in again
COUNT_FOR_MS = 300_000  # of ten million rows: longer than anything may take for which somebody waits
TRIES = 5  # beat tries again after minutes; what stops an export five times will stop it for ever

# One file on its way: {file, part, project, total, done, after, bytes, ended}. `after` is the key of the last row written.
Step = dict[str, Any]


def make_export(account_id: int, export_id: int) -> None:
    """Make it, or go on with it. Nothing happens to one that is ready or cancelled."""
    try:
        while _write_page(account_id, export_id):
            pass
        _finish(account_id, export_id)
    except PartsLost:
        _begin_anew(account_id, export_id)
        raise
    except Exception:
        _count_failure(account_id, export_id)
        raise


def _begin_anew(account_id: int, export_id: int) -> None:
    """What was written is gone: a disk that died, another machine's folder."""
    _count_failure(account_id, export_id)
    with account(account_id):
        Export.objects.filter(pk=export_id, state=Export.State.RUNNING).update(progress=[])


def _count_failure(account_id: int, export_id: int) -> None:
    """After TRIES it is said to have failed, in the log and to whoever asked."""
    with account(account_id):
        held = Export.objects.select_for_update(no_key=True).get(pk=export_id)
        if held.state != Export.State.RUNNING:
            return
        held.tries += 1
        if held.tries >= TRIES:
            held.state = Export.State.FAILED
            audit.record(system_actor(account_id), "export.failed", held)
            transaction.on_commit(partial(queue_export_mail, account_id, export_id))
        held.save(update_fields=["state", "tries", "touched_at"])


class Cancelled(Exception):
    """Nobody wants this export any more."""


def _while_wanted(export: Export, things: Things) -> Things:
    """Things as they come. Between two of them, now and then: the row says that somebody is at work, and whether to go on."""
    looked = 0.0
    for thing in things:
        if time.monotonic() - looked > LOOK_EVERY_S:
            with account(export.account_id):
                running = Export.objects.filter(pk=export.pk, state=Export.State.RUNNING)
                if not running.update(touched_at=timezone.now()):
                    raise Cancelled
            looked = time.monotonic()
        yield thing


def _write_page(account_id: int, export_id: int) -> bool:
    """Write the next page, under the lock of the export's row; False when there is none."""
    with account(account_id):
        export = Export.objects.select_for_update(no_key=True).get(pk=export_id)
        if export.state != Export.State.RUNNING:
            return False
        if not export.progress:
            export.progress = list(_plan(export))
        step = next((step for step in export.progress if not step["ended"]), None)
        if step is not None:
            _go_on(export, step)
        export.save(update_fields=["progress", "touched_at"])
        return step is not None


def _plan(export: Export) -> Iterator[Step]:
    """Every file of the export, with how many rows it is going to have."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {COUNT_FOR_MS}")
    whole = export.kind == Export.Kind.ACCOUNT
    projects = list(Project.objects.order_by("id")) if whole else [export.project]
    for part in PARTS.values():
        for project in projects if part.in_project else [None]:
            rows = _rows_of(export, part)
            if rows is None or (part.in_project and project is None):
                continue
            folder = f"projects/{project.public_id}/" if project is not None and whole else ""  # as `folders_of`
            with _scope(project, export.account_id):
                total = _objects(part).filter(rows).count()
            yield {"file": f"{folder}{part.name}.jsonl", "part": part.name, "project": project.pk if project else None,
                   "total": total, "done": 0, "after": None, "bytes": 0, "ended": False}  # fmt: skip


def _rows_of(export: Export, part: Part) -> Q | None:
    """Which rows of a part belong into the export; None for none of them."""
    if export.kind == Export.Kind.VISITOR and export.visitor is not None:
        return part.of_visitor(export.visitor) if part.of_visitor else None
    if export.kind == Export.Kind.PROJECT and export.project_id is not None and not part.in_project:
        return part.of_project(export.project_id) if part.of_project else None
    return Q()


def _go_on(export: Export, step: Step) -> None:
    part = PARTS[step["part"]]
    project = ProjectRef(step["project"], export.account_id) if step["project"] else None
    with _scope(project, export.account_id):
        wanted = (_rows_of(export, part) or Q()) & _behind(part, step["after"])
        _by_index()
        rows = list(_objects(part).filter(wanted).order_by(*part.order)[:PAGE])
        lines = "".join(f"{json.dumps(shape_of(part, row), default=_as_text, ensure_ascii=False)}\n" for row in rows)
    step["bytes"] = place().append(export, step["file"], step["bytes"], lines.encode())
    step["done"] += len(rows)
    step["ended"] = len(rows) < PAGE
    if rows:
        step["after"] = [getattr(rows[-1], name) for name in part.order]


def _by_index() -> None:
    """Until the transaction's end rows come in the order of an index: near the end the planner would rather sort all that remain."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")


def _behind(part: Part, after: list[Any] | None) -> Q:
    """The rows behind a key, written so that an index on the key serves."""
    if after is None:
        return Q()
    first, *rest = zip(part.order, after, strict=True)
    if not rest:
        return Q(**{f"{first[0]}__gt": first[1]})
    (second,) = rest
    tied = Q(**{first[0]: first[1], f"{second[0]}__gt": second[1]})
    return Q(**{f"{first[0]}__gte": first[1]}) & (Q(**{f"{first[0]}__gt": first[1]}) | tied)


def shape_of(part: Part, row: Model) -> dict[str, Any]:
    """One line of a file: the row's columns by their names."""
    return {field.attname: getattr(row, field.attname) for field in part.fields()}


def _objects(part: Part) -> QuerySet[Any]:
    return part.model._default_manager.filter(part.only)


def _scope(project: Project | ProjectRef | None, account_id: int) -> AbstractContextManager[Any]:
    return tenant(project) if project is not None else account(account_id)


def _finish(account_id: int, export_id: int) -> None:
    """Pack the files, then say that it is ready. The packing is long, and holds no lock."""
    with account(account_id):
        export = Export.objects.get(pk=export_id)
        customer = Account.objects.get(pk=account_id).name
    if export.state != Export.State.RUNNING:
        if export.state != Export.State.READY:
            place().remove(export)  # a worker that died between packing and the next lines left it
        return
    parts = [part for part in PARTS.values() if any(step["part"] == part.name for step in export.progress)]
    about = {"version": VERSION, "kind": export.kind, "account": customer, "made_at": timezone.now().isoformat(), "files": {
        step["file"]: {"lines": step["done"], "schema": f"schema.json#/$defs/{step['part']}"} for step in export.progress}}  # fmt: skip
    texts = {"export.json": json.dumps(about, indent=1), "schema.json": json.dumps(schema_of(parts), indent=1)}
    beside = _while_wanted(export, chain.from_iterable(things(export) for things in BESIDE.values()))
    try:
        size = place().pack(export, {step["file"]: step["bytes"] for step in export.progress}, texts, beside)
    except Cancelled:
        place().remove(export)
        return
    with account(account_id):
        held = Export.objects.select_for_update(no_key=True).get(pk=export_id)
        if held.state != Export.State.RUNNING:  # cancelled meanwhile
            if held.state != Export.State.READY:
                place().remove(held)
            return
        held.state, held.size, held.ready_at = Export.State.READY, size, timezone.now()
        held.ends_at = held.ready_at + LINK_FOR
        held.save(update_fields=["state", "size", "ready_at", "ends_at", "touched_at"])
        transaction.on_commit(partial(queue_export_mail, account_id, export_id))
    place().tidy(held)


def _as_text(value: Any) -> str:
    """What JSON has no word for: times to the microsecond, ids, amounts."""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
