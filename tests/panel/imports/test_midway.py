"""Imports that are stopped, whose worker dies, or that two workers do at once."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from accounts.models import AuditRecord, Project
from accounts.tenancy import account, tenant
from chat.models import Attachment
from panel.imports import staging
from panel.imports.actions import run_import as running
from panel.imports.actions.run_import import run_import
from panel.imports.actions.start_import import start_import
from panel.imports.actions.stop_import import stop_import
from panel.imports.keeping import forget_archive
from panel.imports.models import Import
from panel.imports.queries import stop_key
from panel.imports.queued import imports_left
from tests.cast import Cast
from tests.panel.imports.conftest import exported, messages_of
from tests.panel.imports.making import become


class TestMidway:
    """Stopped, killed, done by two at once: all of it is there, or nothing."""

    def begun(self, cast: Cast) -> Import:
        whole = exported(cast, cast.shop)
        with account(cast.olga.account_id):
            return start_import(cast.olga, file=io.BytesIO(whole), size=len(whole), name="shop.zip")

    def now(self, row: Import) -> Import:
        with account(row.account_id):
            found: Import = Import.objects.select_related("project").get(pk=row.pk)
            return found

    def stop(self, cast: Cast, row: Import) -> None:
        with account(row.account_id):
            stop_import(cast.olga, self.now(row))

    def nothing(self, row: Import, state: str) -> None:
        assert (self.now(row).state, self.now(row).project_id) == (state, None)
        with account(row.account_id):
            assert not Project.objects.filter(public_id=row.target).exists()
        assert not list(Path(settings.FILES_DIR).glob(f"files/{row.target}/**/*"))

    def test_stopped_before_it_begins(self, furnished: Cast) -> None:
        row = self.begun(furnished)
        self.stop(furnished, row)
        run_import(row.account_id, row.pk)
        self.nothing(row, "stopped")
        self.stop(furnished, row)
        with account(row.account_id):
            assert AuditRecord.objects.filter(action="import.stopped").count() == 1

    @pytest.mark.parametrize(("where", "first"), [("_check", True), ("stage", True), ("stage", False)])
    def test_stopped_while(self, furnished: Cast, monkeypatch: pytest.MonkeyPatch, where: str, first: bool) -> None:
        """As another process does it while a worker holds the row: it writes nothing but the word beside it."""
        row = self.begun(furnished)
        real = getattr(running, where)

        def stopping(*args: Any) -> Any:
            made = None if first else real(*args)
            cache.set(stop_key(row), "Olga", 60)
            return real(*args) if first else made

        monkeypatch.setattr(running, where, stopping)
        run_import(row.account_id, row.pk)
        self.nothing(row, "stopped")
        with account(row.account_id):
            stopped = AuditRecord.objects.get(action="import.stopped")
            assert stopped.personal["of"][1] == "Olga" and not stopped.data, "nobody's name stands in the chain"

    def test_a_worker_dies_and_another_goes_on(self, furnished: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        row = self.begun(furnished)

        class Killed(BaseException):
            """No handler of the product's sees it, as with SIGKILL."""

        def killed(*_: object) -> None:
            raise Killed

        with monkeypatch.context() as dying:
            dying.setattr(running, "finish", killed)
            with pytest.raises(Killed):
                run_import(row.account_id, row.pk)
        assert (self.now(row).state, self.now(row).project_id) == ("running", None)
        assert self.left(row) == [], "a worker may be at it"
        with account(row.account_id):
            Import.objects.filter(pk=row.pk).update(touched_at=timezone.now() - timedelta(minutes=4))
        assert self.left(row) == [row.pk]
        run_import(row.account_id, row.pk)
        assert messages_of(become(self.now(row))) == messages_of(furnished.shop)
        kept = [one for one in Path(settings.FILES_DIR).glob(f"files/{row.target}/*") if one.is_dir()]
        assert len(kept) == 2, "one file and one picture: what the dead one left is gone"
        forget_archive(row)

    def left(self, row: Import) -> list[int]:
        return [one for one, _ in imports_left() if one == row.pk]

    def test_whoever_kills_every_worker_is_given_up(self, furnished: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        row = self.begun(furnished)

        def broken(*_: object) -> None:
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(running, "finish", broken)
        for _ in range(running.TRIES):
            assert self.now(row).state == "running"
            with pytest.raises(RuntimeError):
                run_import(row.account_id, row.pk)
        self.nothing(row, "failed")
        with account(row.account_id):
            acts = AuditRecord.objects.filter(target_id=str(row.public_id)).values_list("action", flat=True)
            assert sorted(acts) == ["import.failed", "import.started"]
        forget_archive(row)

    def test_two_workers_make_one(self, furnished: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second takes it over while the first looks at files: the first leaves it alone, and its files too."""
        row = self.begun(furnished)
        taken_over: list[bool] = []

        def slow(*args: Any) -> Any:
            staged = staging.stage(*args)
            if not taken_over:
                taken_over.append(True)
                run_import(row.account_id, row.pk)
            return staged

        monkeypatch.setattr(running, "stage", slow)
        run_import(row.account_id, row.pk)
        project = become(self.now(row))
        with tenant(project):
            assert Attachment.objects.get().state == "ready"
        with account(row.account_id):
            assert Project.objects.filter(public_id=row.target).count() == 1
        forget_archive(row)
