"""Papers in exports: everything that was said, to be read without us; nothing private; whatever interrupts the packing."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from accounts.actions import make_export as making
from accounts.actions.make_export import make_export
from accounts.actions.start_export import cancel_export, start_export
from accounts.export import BESIDE
from accounts.export_files import place
from accounts.models import Export
from accounts.tenancy import account, tenant
from chat.actions.close_conversation import close_conversation
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from panel.papers import exporting
from tests.accounts.billing.paying import Travel, pay, travel
from tests.cast import CANARY, Cast

__all__ = ["travel"]

RUNS = "<script>alert(1)</script>"


class KilledError(BaseException):
    """A worker that dies asks nobody: no handler of ours sees it."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(EXPORT_DIR=str(tmp_path)):
        yield tmp_path


def begun(cast: Cast, **of: Any) -> Export:
    with tenant(of["project"]) if "project" in of else account(cast.olga.account_id):
        return start_export(cast.olga, **of)


def pages_of(row: Export) -> dict[str, str]:
    """The pages of an export that is ready, by their places."""
    with account(row.account_id):
        row.refresh_from_db()
    assert row.state == "ready"
    file = place().open(row)
    assert file is not None
    with file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")}


@pytest.fixture
def talks(cast: Cast) -> Cast:
    """Vera was answered and is done; Wanda has just asked."""
    with tenant(cast.shop):
        post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text=f"Yes, {RUNS} in cobalt.")
        post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="She haggles", kind="note")
        close_conversation(cast.oscar, cast.shop, cast.talk)
        post_visitor_message(cast.shop, cast.wanda, client_id=uuid.uuid4(), text="مرحبا Привет")
    return cast


class TestPages:
    def test_one_for_each_conversation(self, talks: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exporting, "PAGE", 1)
        row = begun(talks, project=talks.shop)
        make_export(row.account_id, row.pk)
        pages = pages_of(row)
        index = pages.pop("read/index.html")
        assert len(pages) == 2 and all(name.removeprefix("read/") in index for name in pages)
        (vera,) = (page for page in pages.values() if "blue bowls" in page)
        (wanda,) = (page for page in pages.values() if "مرحبا Привет" in page)
        assert "&lt;script&gt;alert(1)" in vera and RUNS not in vera and "Oscar ended the conversation" in vera
        assert "default-src 'none'" in vera
        assert "Wanda" in wanda and CANARY not in wanda.replace(f"Acme Shop {CANARY}", "")
        assert not any("She haggles" in page for page in (*pages.values(), index))

    def test_of_one_visitor_and_of_the_account(self, talks: Cast) -> None:
        for of, homes, count in (
            ({"project": talks.shop, "visitor": talks.vera.public_id}, [""], 1),
            ({}, [f"projects/{one.public_id}/" for one in (talks.shop, talks.outlet)], 2),
        ):
            row = begun(talks, **of)
            make_export(row.account_id, row.pk)
            pages = pages_of(row)
            assert [pages.pop(f"{home}read/index.html", None) is not None for home in homes] == [True] * len(homes)
            assert len(pages) == count

    def test_after_the_plan_has_ended(self, talks: Cast, travel: Travel) -> None:
        pay(talks)
        travel(timedelta(days=3653))
        row = begun(talks, project=talks.shop)
        make_export(row.account_id, row.pk)
        assert len(pages_of(row)) == 3


class TestInterrupted:
    def test_a_worker_killed_while_it_packs(self, talks: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        row = begun(talks, project=talks.shop)
        contents = BESIDE["papers"]
        died: list[object] = []

        def dying(export: Export) -> Iterator[tuple[str, Iterator[bytes]]]:
            for number, thing in enumerate(contents(export)):
                if number == 2 and not died:
                    died.append(thing)
                    raise KilledError
                yield thing

        monkeypatch.setitem(BESIDE, "papers", dying)
        with pytest.raises(KilledError):
            make_export(row.account_id, row.pk)
        with account(row.account_id):
            assert Export.objects.get(pk=row.pk).state == "running" and place().open(row) is None
        make_export(row.account_id, row.pk)
        assert len(pages_of(row)) == 3

    def test_called_off_while_it_is_packed(
        self, talks: Cast, monkeypatch: pytest.MonkeyPatch, folder: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        """It is given up there and then, and leaves nothing: no page of thousands is made for nobody."""
        monkeypatch.setattr(making, "LOOK_EVERY_S", -1.0)
        row, made = begun(talks, project=talks.shop), []
        contents = BESIDE["papers"]

        def called_off(export: Export) -> Iterator[tuple[str, Iterator[bytes]]]:
            for thing in contents(export):
                made.append(thing)
                if len(made) == 2:
                    with django_capture_on_commit_callbacks(execute=True), account(talks.olga.account_id):
                        cancel_export(talks.olga, row)
                yield thing

        monkeypatch.setitem(BESIDE, "papers", called_off)
        make_export(row.account_id, row.pk)
        assert len(made) == 2 and list(folder.iterdir()) == []

    def test_whoever_packs_says_so(self, talks: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        """Beat gives an export to another worker when nobody has touched its row for minutes."""
        monkeypatch.setattr(making, "LOOK_EVERY_S", -1.0)
        row = begun(talks, project=talks.shop)
        while making._write_page(row.account_id, row.pk):
            pass
        with account(row.account_id):
            before = Export.objects.get(pk=row.pk).touched_at
        list(making._while_wanted(row, iter([("a", iter([b""]))])))
        with account(row.account_id):
            assert Export.objects.get(pk=row.pk).touched_at > before
