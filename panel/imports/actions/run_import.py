"""Check an archive, and load it into a new project if all of it is clean. Run twice at once, the second does nothing."""

from __future__ import annotations

import secrets
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import audit
from accounts.actions.add_project import new_key
from accounts.actors import Actor, system_actor
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
from panel.imports.queries import loaded_key, stop_key
from panel.imports.staging import stage, unstage
from panel.imports.values import Row, parsed

TRIES = 3  # that end in an error, or with a worker that is gone
FROM_EXPORT = frozenset({"name", "website", "color", "allowed_domains", "live_visitors", "typing_preview", "page_history", "mask_cards"})
FROM_EXPORT |= {"signed_identity", "ask_first", "greeting", "email", "looks"}


class Stopped(Exception):
    """Nobody wants this import any more, or another worker has taken it over."""


def run_import(account_id: int, import_id: int) -> None:
    """Nothing happens to one that has ended, or that somebody else is loading. Whoever begins last goes on with it."""
    row = _begin(account_id, import_id)
    if row is None:
        return
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
    except Stopped:
        _give_up(row)
    except Exception:
        _count_failure(row)
        raise


def _begin(account_id: int, import_id: int) -> Import | None:
    with account(account_id):
        row: Import | None = Import.objects.select_for_update(skip_locked=True).filter(pk=import_id, state=Import.State.RUNNING).first()
        if row is None:
            return None
        if row.tries >= TRIES:
            _end_as_failed(row)
            return None
        row.tries += 1
        row.stage, row.done = Import.Stage.CHECKING, 0
        row.save(update_fields=["tries", "stage", "done", "touched_at"])
        return row


def _check(row: Import, archive: Archive) -> Look:
    with account(row.account_id):
        erased = frozenset(Erasure.objects.filter(kind="visitor", state="done").values_list("tombstone", flat=True))
    look = Look(archive, erased, partial(_tell, row))
    look.run()
    return look


def _tell(row: Import, done: int, total: int, stage: str = Import.Stage.CHECKING) -> None:
    """Say how far it is. Raises Stopped."""
    with account(row.account_id):
        mine = Import.objects.filter(pk=row.pk, state=Import.State.RUNNING, tries=row.tries)
        if not mine.update(done=done, total=total, stage=stage, touched_at=timezone.now()) or cache.get(stop_key(row)):
            raise Stopped


def _load(row: Import, archive: Archive, look: Look) -> None:
    loading = partial(_tell, row, 0, look.total, Import.Stage.LOADING)
    loading()
    staged = stage(row, archive, loading)
    with account(row.account_id):
        held = _held(row)
        if held is None:
            raise Stopped
        project = _new_project(held, archive)
        # The walls let messages in only where this row says so.
        held.project = project
        held.save(update_fields=["project", "touched_at"])
        with tenant(project):
            load = Load(archive, project, public_ids=look.public_ids, staged=staged, tell=partial(_tell_loaded, row))
            load.run()
            finish(project)
            later.wake(project)
            for pk in load.pending:
                transaction.on_commit(partial(queue_check, project, pk))
        held.state, held.done, held.ended_at = Import.State.DONE, look.total, timezone.now()
        held.save(update_fields=["state", "done", "ended_at", "touched_at"])
        audit.record(system_actor(row.account_id), "project.imported", project, name=project.name, of=held.by_name)
        transaction.on_commit(partial(forget_archive, row))


def _held(row: Import) -> Import | None:
    """Its row under lock, while it is still this worker's."""
    found: Import | None = Import.objects.select_for_update().filter(pk=row.pk, state=Import.State.RUNNING, tries=row.tries).first()
    return found


def _tell_loaded(row: Import, done: int) -> None:
    """The row is held by this very transaction: whoever wants it stopped says so beside it. Raises Stopped."""
    cache.set(loaded_key(row), done, 3600)
    if cache.get(stop_key(row)):
        raise Stopped


def _new_project(row: Import, archive: Archive) -> Project:
    """The project itself. Its key and address are its own: the page of the other one keeps its chat.

    Nobody hears that a project was added: what hears it furnishes an empty one, and this one is to have what the other has.
    """
    said: Row = next(found for _, line in archive.lines("project.jsonl") if not isinstance(found := parsed(line), str))
    project = Project(account_id=row.account_id, public_id=row.target, key=new_key(), **{name: said[name] for name in FROM_EXPORT})
    project.slug = f"{slugify(project.name)[:60] or 'project'}-{secrets.token_hex(3)}"
    project.save(force_insert=True)
    Project.objects.filter(pk=project.pk).update(created_at=said["created_at"])
    return project


def _refuse(row: Import, faults: list[str], count: int) -> None:
    """Say what is wrong with it. Nothing of it was kept."""
    with account(row.account_id):
        held = _held(row)
        if held is not None:
            unstage(row)
            held.state, held.faults, held.fault_count, held.ended_at = Import.State.REFUSED, faults, count, timezone.now()
            held.save(update_fields=["state", "faults", "fault_count", "ended_at", "touched_at"])
            audit.record(system_actor(row.account_id), "import.refused", held, name=held.name)
            transaction.on_commit(partial(forget_archive, row))
            return
    _give_up(row)


def _give_up(row: Import) -> None:
    """Somebody stopped it while it was loaded; where it was stopped before that its row says so, and where another one goes on, not."""
    with account(row.account_id):
        held = Import.objects.select_for_update().get(pk=row.pk)
        if held.tries != row.tries or held.state not in (Import.State.RUNNING, Import.State.STOPPED):
            return
        unstage(row)
        if held.state == Import.State.RUNNING:
            stop(held, system_actor(row.account_id), of=str(cache.get(stop_key(row)) or ""))


def stop(held: Import, actor: Actor, *, of: str) -> None:
    """Its row is locked, and nobody loads it: nothing of it is there. `of` is the name of whoever wanted that."""
    held.state, held.ended_at = Import.State.STOPPED, timezone.now()
    held.save(update_fields=["state", "ended_at", "touched_at"])
    audit.record(actor, "import.stopped", held, name=held.name, of=of)
    transaction.on_commit(partial(forget_archive, held))
    transaction.on_commit(partial(unstage, held))


def _count_failure(row: Import) -> None:
    """After TRIES it is said to have failed: it was not the archive's fault."""
    with account(row.account_id):
        held = _held(row)
        if held is not None:
            unstage(held)
            if held.tries >= TRIES:
                _end_as_failed(held)
            return
    _give_up(row)  # unless all of it is there, or another worker is at it


def _end_as_failed(held: Import) -> None:
    unstage(held)
    held.state, held.ended_at = Import.State.FAILED, timezone.now()
    held.save(update_fields=["state", "ended_at", "touched_at"])
    audit.record(system_actor(held.account_id), "import.failed", held, name=held.name)
    transaction.on_commit(partial(forget_archive, held))
