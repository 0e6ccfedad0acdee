"""Where exports lie: the same story in a folder and in a bucket, spoken to over HTTP; nothing of them outlives its link or an erasure."""

from __future__ import annotations

import io
import json
import os
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from moto.server import ThreadedMotoServer

from accounts.actions import make_export as making
from accounts.actions.carry_out_erasure import carry_out_erasure
from accounts.actions.mail_export import mail_export
from accounts.actions.make_export import LINK_FOR, TRIES, make_export
from accounts.actions.request_erasure import request_visitor_erasure
from accounts.actions.start_export import cancel_export, start_export
from accounts.actions.sweep_exports import sweep_exports
from accounts.export_bucket import Bucket
from accounts.export_files import Folder, PartsLost, place
from accounts.models import AuditRecord, Export, Member, Role
from accounts.tenancy import account, tenant
from chat.actions.post_message import post_message
from tests.cast import CANARY, Cast
from tests.panel.views.test_support_access import signed_in


@dataclass
class Kept:
    """A place, with the keys of all its parts and files, hidden versions too, and a way to make them old."""

    keys: Callable[[], list[str]]
    lose: Callable[[str], object]
    age: Callable[[timedelta], object]


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    settings.EXPORT_DIR, settings.TOMBSTONES_FILE = str(tmp_path / "exports"), str(tmp_path / "tombstones")
    return in_folder(tmp_path / "exports") if request.param == "folder" else in_bucket(request, settings, monkeypatch)


def in_folder(folder: Path) -> Kept:
    def files() -> list[Path]:
        return [file for file in folder.rglob("*") if file.is_file()]

    def age(by: timedelta) -> None:
        for entry in folder.rglob("*"):
            os.utime(entry, (entry.stat().st_mtime - by.total_seconds(),) * 2)

    assert isinstance(place(), Folder)
    return Kept(lambda: [str(file) for file in files()], lambda key: Path(key).unlink(), age)


def in_bucket(request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Kept:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "for-tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    settings.EXPORT_BUCKET, settings.EXPORT_ENDPOINT = f"exports-{uuid.uuid4()}", request.getfixturevalue("store")
    client = boto3.client("s3", endpoint_url=settings.EXPORT_ENDPOINT)
    client.create_bucket(Bucket=settings.EXPORT_BUCKET)
    client.put_bucket_versioning(Bucket=settings.EXPORT_BUCKET, VersioningConfiguration={"Status": "Enabled"})

    def keys() -> list[str]:
        said = client.list_object_versions(Bucket=settings.EXPORT_BUCKET)
        return [one["Key"] for one in [*said.get("Versions", []), *said.get("DeleteMarkers", [])]]

    def age(by: timedelta) -> None:  # the store's clock is its own: ours is put forward
        monkeypatch.setattr(timezone, "now", lambda now=timezone.now: now() + by)

    assert isinstance(place(), Bucket)
    return Kept(keys, lambda key: client.delete_object(Bucket=settings.EXPORT_BUCKET, Key=key), age)


def started(cast: Cast, **of: Any) -> Export:
    with tenant(cast.shop):
        return start_export(cast.olga, **{"project": cast.shop, **of})


def again(row: Export) -> Export:
    with account(row.account_id):
        return Export.objects.get(pk=row.pk)


class TestBothPlaces:
    def test_page_by_page_interrupted_and_fetched(self, cast: Cast, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
        with tenant(cast.shop):
            for number in range(7):
                post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text=f"Line {number} {CANARY}")
        monkeypatch.setattr(making, "PAGE", 3)
        row = started(cast)
        for _ in range(2):
            assert making._write_page(row.account_id, row.pk)
        step = next(step for step in again(row).progress if not step["ended"])
        place().append(row, step["file"], step["bytes"], b'{"torn": 1}\n')  # of a worker that died before its commit
        make_export(row.account_id, row.pk)
        answer = signed_in(cast, "ada").get(f"/panel/settings/data/{row.public_id}/")
        whole = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert answer["Content-Length"] == str(len(whole)) == str(again(row).size)
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            assert archive.testzip() is None and b"torn" not in archive.read(step["file"])
            lines = [json.loads(line) for line in archive.read("messages.jsonl").splitlines()]
        assert [line["text"] for line in lines if line["kind"] == "text"][1:] == [f"Line {number} {CANARY}" for number in range(7)]
        assert len(kept.keys()) == 1, "the parts are gone"

    def test_lost_parts_begin_anew(self, cast: Cast, kept: Kept) -> None:
        row = started(cast)
        while any(not step["ended"] for step in again(row).progress or [{"ended": False}]):
            assert making._write_page(row.account_id, row.pk)
        kept.lose(next(key for key in kept.keys() if "conversations.jsonl" in key))  # noqa: SIM118  a function, no mapping
        with pytest.raises(PartsLost):
            make_export(row.account_id, row.pk)
        assert (again(row).state, again(row).tries) == ("running", 1)
        make_export(row.account_id, row.pk)
        assert again(row).state == "ready"

    def test_an_erased_visitor_is_in_no_version_of_any(self, cast: Cast, kept: Kept) -> None:
        ready, on_its_way = started(cast), started(cast)
        make_export(ready.account_id, ready.pk)
        making._write_page(on_its_way.account_id, on_its_way.pk)
        assert len(kept.keys()) > 1
        with tenant(cast.shop):
            erasure = request_visitor_erasure(cast.olga, cast.shop, cast.vera.public_id, at_once=True)
        carry_out_erasure(erasure.account_id, erasure.pk)
        assert kept.keys() == []

    def test_cancelled_while_it_was_packed(self, cast: Cast, kept: Kept, django_capture_on_commit_callbacks: Any) -> None:
        row = started(cast)
        make_export(row.account_id, row.pk)
        with django_capture_on_commit_callbacks(execute=True), account(row.account_id):
            cancel_export(cast.olga, row)
        place().pack(row, {}, {"late.txt": "of a worker that knew nothing of it"})
        assert len(kept.keys()) == 1
        make_export(row.account_id, row.pk)
        assert kept.keys() == [] and place().open(row) is None

    def test_the_file_ends_with_its_link(self, cast: Cast, kept: Kept) -> None:
        row = started(cast)
        make_export(row.account_id, row.pk)
        assert sweep_exports() == 0 and len(kept.keys()) == 1
        kept.age(LINK_FOR + timedelta(hours=2))
        assert sweep_exports() == 1
        assert kept.keys() == []


class TestTheMail:
    @pytest.fixture(autouse=True)
    def _folder(self, settings: Any, tmp_path: Path) -> None:
        settings.EXPORT_DIR = str(tmp_path)

    def test_ready(self, cast: Cast, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any) -> None:
        row = started(cast)
        with django_capture_on_commit_callbacks() as after:
            make_export(row.account_id, row.pk)
        assert len(after) == 1, "told once it is committed"
        assert mail_export(row.account_id, row.pk)
        (mail,) = mailoutbox
        assert mail.to == ["olga@acme.example"] and mail.subject == "The copy you asked for is ready"
        assert "/panel/settings/data/\n" in str(mail.body) and str(row.public_id) not in str(mail.message())

    def test_failed_after_some_tries(self, cast: Cast, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: Any) -> int:
            raise OSError("No space left on device")

        row = started(cast)
        monkeypatch.setattr(Folder, "pack", full)
        for number in range(TRIES):
            assert again(row).state == "running" and not mail_export(row.account_id, row.pk), number
            with pytest.raises(OSError, match="No space"):
                make_export(row.account_id, row.pk)
        make_export(row.account_id, row.pk)
        assert again(row).state == "failed" and mail_export(row.account_id, row.pk)
        (mail,) = mailoutbox
        assert mail.subject == "The copy you asked for could not be made"
        with account(row.account_id):
            assert AuditRecord.objects.filter(action="export.failed").count() == 1
        assert place().open(row) is None

    def test_whoever_may_no_longer_see_it_hears_nothing(self, cast: Cast, mailoutbox: list[EmailMessage]) -> None:
        with account(cast.ada.account_id):
            row = start_export(cast.ada)
        make_export(row.account_id, row.pk)
        with account(row.account_id):
            Member.objects.filter(pk=cast.ada.id).update(role=Role.OPERATOR)
        assert not mail_export(row.account_id, row.pk) and mailoutbox == []
