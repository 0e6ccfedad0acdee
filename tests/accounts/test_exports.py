"""Exports: everything that is theirs, nothing that is anybody else's, whatever interrupts the making (PRV1)."""

from __future__ import annotations

import json
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from accounts.actions import make_export as making
from accounts.actions.make_export import make_export
from accounts.actions.start_export import AT_ONCE, cancel_export, start_export
from accounts.errors import Conflict, Forbidden
from accounts.export import HELD_BACK, PARTS, Part
from accounts.export_files import place
from accounts.models import AuditPersonal, AuditRecord, Export
from accounts.tenancy import ACCOUNT_TABLES, PROJECT_TABLES, account, tenant
from accounts.tracing import client_address
from chat.actions.post_message import post_message
from chat.models import Message
from tests.cast import CANARY, Cast


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(EXPORT_DIR=str(tmp_path)):
        yield tmp_path


def made(cast: Cast, **of: Any) -> tuple[Export, dict[str, list[dict[str, Any]]], dict[str, Any]]:
    """An export that is ready, its files' lines, and its schema."""
    with tenant(of["project"]) if "project" in of else account(cast.olga.account_id):
        row = start_export(cast.olga, **of)
    make_export(row.account_id, row.pk)
    return unpack(row)


def unpack(row: Export) -> tuple[Export, dict[str, list[dict[str, Any]]], dict[str, Any]]:
    with account(row.account_id):
        row.refresh_from_db()
    assert row.state == "ready"
    with opened(row) as file, zipfile.ZipFile(file) as archive:
        files = {
            name: [json.loads(line) for line in archive.read(name).splitlines()] for name in archive.namelist() if name.endswith(".jsonl")
        }
        schema = json.loads(archive.read("schema.json"))
    return row, files, schema


def opened(row: Export) -> IO[bytes]:
    file = place().open(row)
    assert file is not None
    return file


def in_database(part: Part, table_scope: str) -> list[dict[str, Any]]:
    """What Postgres itself says that a table has, as JSON, in the open scope."""
    columns = ", ".join(f'"{field.column}"' for field in part.fields())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(x)::text FROM (SELECT {columns} FROM {part.table} WHERE {table_scope}) x")
        return [json.loads(text) for (text,) in cursor.fetchall()]


def comparable(row: dict[str, Any]) -> str:
    """Times as Postgres and Python write them differ in their zeros only; transaction ids are texts in JSON of Postgres."""

    def plain(value: Any) -> Any:
        if isinstance(value, str) and value[4:5] == "-" and "T" in value:
            head, _, fraction = value.replace("+00:00", "").partition(".")
            return f"{head}.{fraction.ljust(6, '0')}"
        return value

    return json.dumps({key: str(plain(value)) if key == "txid" else plain(value) for key, value in row.items()}, sort_keys=True)


class TestRegistry:
    def test_every_table_is_handed_out_or_held_back(self) -> None:
        tables = {part.table for part in PARTS.values()}
        assert tables | set(HELD_BACK) == set(ACCOUNT_TABLES) | set(PROJECT_TABLES)
        assert not tables & set(HELD_BACK)

    def test_no_column_opens_anything(self) -> None:
        columns = {f"{part.table}.{field.attname}" for part in PARTS.values() for field in part.fields()}
        telling = ("hash", "token", "secret", "wrapped", "sealed", "fingerprint", "password")
        named = {column for column in columns if any(word in column.partition(".")[2] for word in telling)}
        keyed = {"chat_consent.address_hash"}  # says whether two came from one address, to whoever has our key
        assert named <= {"accounts_audithead.hash", "accounts_auditrecord.hash"} | keyed


class TestContents:
    def test_an_account_is_its_database_both_ways(self, cast: Cast) -> None:
        row, files, schema = made(cast)
        with account(cast.olga.account_id):
            projects = {f"projects/{one.public_id}/": one for one in (cast.shop, cast.outlet)}
        seen = 0
        only = {"notes": "kind = 'note'", "messages": "kind <> 'note'", "auditpersonal": "field <> 'address'"}
        for part in PARTS.values():
            where = only.get(part.name, "true")
            for folder, project in projects.items() if part.in_project else [("", None)]:
                lines = files.pop(f"{folder}{part.name}.jsonl")
                with tenant(project) if project else account(cast.olga.account_id):
                    wanted = in_database(part, where)
                if part.name == "export":  # it was not ready while it wrote of itself
                    assert [line["id"] for line in lines] == [one["id"] for one in wanted] == [row.pk]
                else:
                    assert sorted(map(comparable, lines)) == sorted(map(comparable, wanted)), part.name
                required = set(schema["$defs"][part.name]["required"])
                assert all(set(line) == required for line in lines)
                seen += len(lines)
        assert files == {} and seen > 15

    def test_nobodys_address(self, cast: Cast) -> None:
        """PRV4: where people were is in no export."""
        token = client_address.set("198.51.100.77")
        with account(cast.olga.account_id):
            row = start_export(cast.olga)
        client_address.reset(token)
        with account(cast.olga.account_id), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # as at the commit: the log's words are kept
        make_export(row.account_id, row.pk)
        _, files, _ = unpack(row)
        with account(cast.olga.account_id):
            assert AuditPersonal.objects.filter(value="198.51.100.77").exists(), "the premise: it is kept"
        assert "198.51.100.77" not in json.dumps(files)

    def test_nothing_of_another_account(self, cast: Cast) -> None:
        with account(cast.gus.account_id):
            row = start_export(cast.gus)
        make_export(row.account_id, row.pk)
        _, files, _ = unpack(row)
        assert CANARY not in json.dumps(files) and "Gina" in json.dumps(files)

    def test_one_visitor_and_nobody_else(self, cast: Cast) -> None:
        with tenant(cast.shop):
            post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="A private note", kind="note")
        _, files, _ = made(cast, project=cast.shop, visitor=cast.vera.public_id)
        assert [line["name"] for line in files["visitors.jsonl"]] == [cast.vera.name]
        assert [line["text"] for line in files["messages.jsonl"] if line["kind"] == "text"] == [f"Do you have blue bowls? {CANARY}"]
        assert [line["text"] for line in files["notes.jsonl"]] == ["A private note"]
        assert {line["public_id"] for line in files["conversations.jsonl"]} == {str(cast.talk.public_id)}
        assert "Wanda" not in json.dumps(files) and "member.jsonl" not in files

    def test_a_project_alone(self, cast: Cast) -> None:
        _, files, _ = made(cast, project=cast.outlet)
        assert files["visitors.jsonl"] == [] and [line["id"] for line in files["project.jsonl"]] == [cast.outlet.pk]
        assert "member.jsonl" not in files


class TestMaking:
    def test_it_goes_on_where_it_was_interrupted(self, cast: Cast, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        with tenant(cast.shop):
            for number in range(12):
                post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text=f"Line {number}")
            numbers = list(Message.objects.order_by("number").values_list("number", flat=True))
            row = start_export(cast.olga, project=cast.shop, visitor=cast.vera.public_id)
        monkeypatch.setattr(making, "PAGE", 3)
        file = folder / str(row.public_id) / "messages.jsonl"
        while not file.exists() or file.stat().st_size == 0:
            assert making._write_page(row.account_id, row.pk)
        with file.open("ab") as torn:  # what a worker left behind that died before its commit
            torn.write(b'{"torn": "line"}\n{"half')
        make_export(row.account_id, row.pk)
        _, files, _ = unpack(row)
        assert [line["number"] for line in files["messages.jsonl"]] == numbers
        make_export(row.account_id, row.pk)
        assert not (folder / str(row.public_id)).exists()

    def test_only_its_owner_may_read_the_file(self, cast: Cast, folder: Path) -> None:
        row, *_ = made(cast)
        assert (folder / f"{row.public_id}.zip").stat().st_mode & 0o777 == 0o600

    def test_a_cancelled_one_leaves_nothing(self, cast: Cast, folder: Path, django_capture_on_commit_callbacks: Any) -> None:
        with account(cast.olga.account_id):
            row = start_export(cast.olga)
        making._write_page(row.account_id, row.pk)
        with django_capture_on_commit_callbacks(execute=True), account(cast.olga.account_id):
            cancel_export(cast.olga, row)
        make_export(row.account_id, row.pk)
        assert list(folder.iterdir()) == []

    def test_rights_limits_and_the_log(self, cast: Cast) -> None:
        with tenant(cast.shop):
            for actor in (cast.oscar, cast.vic, cast.lena):
                with pytest.raises(Forbidden):
                    start_export(actor, project=cast.shop)
            for _ in range(AT_ONCE):
                start_export(cast.ada, project=cast.shop)
            with pytest.raises(Conflict):
                start_export(cast.olga)
            assert AuditRecord.objects.filter(action="project.exported").count() == AT_ONCE

    def test_the_link_ends_after_a_day(self, cast: Cast) -> None:
        row, *_ = made(cast)
        assert row.ends_at is not None and row.ready_at is not None and row.ends_at - row.ready_at == timedelta(days=1)
        assert row.ready_at <= timezone.now()
