"""Check an archive, and load it into a new project if all of it is clean. Run twice at once, the second does nothing."""

from __future__ import annotations

import secrets
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import audit
from accounts import later as arrivals
from accounts.actions.add_project import new_key
from accounts.actors import system_actor
from accounts.models import Erasure, Project
from accounts.tenancy import account, tenant
from chat import later
from chat.queued import queue_check
from panel.imports.archive import Archive, Broken
from panel.imports.checking import Look
from panel.imports.finishing import finish
from panel.imports.keeping import forget_archive, opened
from panel.imports.loading import Load
from panel.imports.models import Import
from panel.imports.queries import loaded_key
from panel.imports.staging import stage_files, unstage
from panel.imports.values import Row, parsed

TRIES = 3
FROM_EXPORT = ("name", "website", "color", "allowed_domains", "live_visitors", "typing_preview", "page_history", "mask_cards")
FROM_EXPORT += ("signed_identity", "ask_first", "greeting", "email", "looks")


def run_import(account_id: int, import_id: int) -> None:
    """Nothing happens to one that has ended, or that somebody else is loading."""
    with account(account_id):
        row = Import.objects.select_for_update(skip_locked=True).filter(pk=import_id, state=Import.State.RUNNING).first()
        if row is None:
            return
        row.tries += 1
        row.stage, row.done = Import.Stage.CHECKING, 0
        row.save(update_fields=["tries", "stage", "done", "touched_at"])
    try:
        with opened(row) as file:
            archive = Archive(file)
            look = _check(row, archive)
            if not look.fault_count:
                _load(row, archive, look)
            else:
                _refuse(row, look.faults, look.fault_count)
    except Broken as broken:
        _refuse(row, [str(broken)], 1)
    except Exception:
        unstage(row)
        _count_failure(row)
        raise


def _check(row: Import, archive: Archive) -> Look:
    with account(row.account_id):
        erased = frozenset(Erasure.objects.filter(kind="visitor", state="done").values_list("tombstone", flat=True))
    look = Look(archive, erased, partial(_tell, row))
    look.run()
    return look


def _tell(row: Import, done: int, total: int) -> None:
    with account(row.account_id):
        Import.objects.filter(pk=row.pk, state=Import.State.RUNNING).update(done=done, total=total, touched_at=timezone.now())


def _load(row: Import, archive: Archive, look: Look) -> None:
    with account(row.account_id):
        Import.objects.filter(pk=row.pk).update(stage=Import.Stage.LOADING, done=0, total=look.total, touched_at=timezone.now())
    files = stage_files(row, archive, partial(_tell, row, 0, look.total))
    with account(row.account_id):
        held = Import.objects.select_for_update().filter(pk=row.pk, state=Import.State.RUNNING).first()
        if held is None:
            return
        project = _new_project(held, archive)
        # The walls let messages in only where this row says so.
        held.project = project
        held.save(update_fields=["project", "touched_at"])
        with tenant(project):
            load = Load(archive, project, public_ids=look.public_ids, files=files, tell=partial(_tell_loaded, row))
            load.run()
            finish(project)
            later.wake(project)
            for pk in load.pending:
                transaction.on_commit(partial(queue_check, project, pk))
        held.state, held.done, held.ended_at = Import.State.DONE, look.total, timezone.now()
        held.save(update_fields=["state", "done", "ended_at", "touched_at"])
        audit.record(system_actor(row.account_id), "project.imported", project, name=project.name, by=held.by_name)
        transaction.on_commit(partial(arrivals.tell, "project.added", row.account_id, project.pk))
        transaction.on_commit(partial(forget_archive, row))


def _tell_loaded(row: Import, done: int) -> None:
    cache.set(loaded_key(row), done, 3600)


def _new_project(row: Import, archive: Archive) -> Project:
    """The project itself. Its key and address are its own: the page of the other one keeps its chat."""
    said: Row = next(found for _, line in archive.lines("project.jsonl") if not isinstance(found := parsed(line), str))
    project = Project(account_id=row.account_id, public_id=row.target, key=new_key(), **{name: said[name] for name in FROM_EXPORT})
    project.slug = f"{slugify(project.name)[:60] or 'project'}-{secrets.token_hex(3)}"
    project.save(force_insert=True)
    Project.objects.filter(pk=project.pk).update(created_at=said["created_at"])
    return project


def _refuse(row: Import, faults: list[str], count: int) -> None:
    """Say what is wrong with it. Nothing of it was kept."""
    unstage(row)
    with account(row.account_id):
        held = Import.objects.select_for_update().filter(pk=row.pk, state=Import.State.RUNNING).first()
        if held is None:
            return
        held.state, held.faults, held.fault_count, held.ended_at = Import.State.REFUSED, faults, count, timezone.now()
        held.save(update_fields=["state", "faults", "fault_count", "ended_at", "touched_at"])
        audit.record(system_actor(row.account_id), "import.refused", held, name=held.name)
        transaction.on_commit(partial(forget_archive, row))


def _count_failure(row: Import) -> None:
    """After TRIES it is said to have failed: it was not the archive's fault."""
    with account(row.account_id):
        held = Import.objects.select_for_update().filter(pk=row.pk, state=Import.State.RUNNING).first()
        if held is None or held.tries < TRIES:
            return
        held.state, held.ended_at = Import.State.FAILED, timezone.now()
        held.save(update_fields=["state", "ended_at", "touched_at"])
        audit.record(system_actor(row.account_id), "import.failed", held, name=held.name)
        transaction.on_commit(partial(forget_archive, row))
