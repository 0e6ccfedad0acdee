"""A broken archive becomes nothing, and says which row it is."""

from __future__ import annotations

import io
import json
import re
import struct
import uuid
import zipfile
from typing import Any

import pytest

from accounts.erasure import tombstone_hash
from accounts.models import AuditRecord, Erasure, Project
from accounts.tenancy import account
from panel.imports import archive as archives
from panel.imports.models import Import
from tests.cast import Cast
from tests.panel.imports.conftest import entries, exported, packed
from tests.panel.imports.making import imported


def line(files: dict[str, bytes], part: str, at: int = 0, **changes: Any) -> dict[str, bytes]:
    """The archive with one line changed."""
    lines = files[f"{part}.jsonl"].splitlines()
    lines[at] = json.dumps({**json.loads(lines[at]), **changes}).encode()
    return {**files, f"{part}.jsonl": b"\n".join(lines) + b"\n"}


def bad_rows(files: dict[str, bytes]) -> dict[str, tuple[dict[str, bytes], str]]:
    one = files["messages.jsonl"].splitlines()
    return {
        "no json": ({**files, "tags.jsonl": b"{not json\n"}, r"tags\.jsonl:1: is not JSON"),
        "no utf-8": ({**files, "tags.jsonl": b"\xff\n"}, r"tags\.jsonl:1: is not UTF-8"),
        "nothing but depth": ({**files, "tags.jsonl": b"[" * 100_000 + b"\n"}, r"tags\.jsonl:1: is not JSON"),
        "another type": (line(files, "visitors", name=7), r"visitors\.jsonl:1: name is no text"),
        "too long": (line(files, "visitors", name="x" * 121), r"visitors\.jsonl:1: name has 121 characters"),
        "a NUL": (line(files, "messages", text="a\0b"), r"messages\.jsonl:1: text has characters"),
        "half a letter": (line(files, "messages", data={"a": ["\ud800"]}), r"messages\.jsonl:1: data has characters"),
        "a huge number": (line(files, "conversations", number=2**63), r"conversations\.jsonl:1: number is not between"),
        "another column": (line(files, "tags", owner=1), r"tags\.jsonl:1: 'owner' is no column"),
        "no such status": (line(files, "conversations", status="gone"), r"conversations\.jsonl:1: status is none of open"),
        "a time of no zone": (line(files, "messages", created_at="2026-01-01T00:00:00"), r"messages\.jsonl:1: created_at is no time"),
        "another project": (line(files, "tags", project_id=999_999), r"tags\.jsonl:1: project_id 999999 leads to no row"),
        "another visitor": (line(files, "conversations", visitor_id=999_999), r"conversations\.jsonl:1: visitor_id 999999 leads to no row"),
        "another talk": (line(files, "messages", 1, conversation_id=999_999), r"messages\.jsonl:2: conversation_id 999999 leads to no row"),
        "a foreign author": (
            line(files, "messages", author_id=999_999),
            r"messages\.jsonl:1: author_id 999999 leads to no row of",
        ),
        "beyond the end": (line(files, "messages", number=999), r"messages\.jsonl:1: number 999 is not within"),
        "the same twice": (
            {**files, "messages.jsonl": b"\n".join([one[0], one[0], *one[2:]]) + b"\n"},
            r"messages\.jsonl:2: .* twice",
        ),
        "a line lost": ({**files, "messages.jsonl": b"\n".join(one[1:]) + b"\n"}, r"messages\.jsonl: has \d+ lines where"),
        "a public note": (line(files, "notes", public_number=1), r"notes\.jsonl:1: is a note, and public"),
        "no colour": (line(files, "project", color="red;}a{"), r"project\.jsonl:1: color is none"),
        "no domain": (line(files, "project", allowed_domains=["*"]), r"project\.jsonl:1: allowed_domains"),
        "another size": (line(files, "files", size=3), r"files\.jsonl:1: size is 3"),
        "only the database": (
            line(files, "canned_replies", 1, member_id=None, shortcut="hello"),
            r"canned_replies\.jsonl:2: breaks",
        ),
    }


def worse_rows(files: dict[str, bytes]) -> dict[str, tuple[dict[str, bytes], str]]:
    """What Python or the database would stumble over, and a file that is not what its line says."""
    return {
        "no picture": (
            {**files, next(name for name in files if name.startswith("pictures/")): b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"},
            r"help_pictures\.jsonl:1: its file is no picture",
        ),
        "2 000 digits": (
            {**files, "tags.jsonl": files["tags.jsonl"].replace(b'"id": ', b'"id": ' + b"9" * 2000, 1)},
            r"tags\.jsonl:1: id is not between",
        ),
        "more digits than can be": (
            {**files, "tags.jsonl": files["tags.jsonl"].replace(b'"id": ', b'"id": ' + b"9" * 200_000, 1)},
            r"tags\.jsonl:1: is not JSON",
        ),
        "no number": (line(files, "visitors", data={"a": 1e999}), r"visitors\.jsonl:1: "),
    }


def bad_archives(files: dict[str, bytes]) -> dict[str, tuple[bytes, str]]:
    whole = packed(files)
    cover = json.loads(files["export.json"])
    with zipfile.ZipFile(io.BytesIO(whole)) as opened_zip:
        at = opened_zip.getinfo("messages.jsonl").header_offset + 60
    lying = bytearray(whole)
    struct.pack_into("<L", lying, len(whole) - 22 + 12, 2**31)
    return {
        "nothing": (b"PK", "no whole ZIP"),
        "cut": (whole[: len(whole) // 2], "no whole ZIP"),
        "a directory without an end": (bytes(lying), "directory is larger"),
        "bytes turned": (whole[:at] + bytes(64) + whole[at + 64 :], r"messages\.jsonl: cannot be read"),
        "out of the folder": (packed({**files, "files/../../etc/passwd": b"x"}), "no file of an export"),
        "a name with dots": (packed({**files, f"files/{uuid.uuid4()}/..": b"x"}), "no file of an export"),
        "an address": (packed({**files, "/etc/passwd": b"x"}), "no file of an export"),
        "a picture that nobody speaks of": (packed({**files, f"pictures/{uuid.uuid4()}/a.png": b"x"}), "no line of help_pictures.jsonl"),
        "lines without an end": (
            packed({**files, "export.json": json.dumps({**cover, "files": {"a.jsonl": {"lines": 10**4000}, **cover["files"]}}).encode()}),
            "how many lines",
        ),
        "a file that nobody speaks of": (packed({**files, f"files/{uuid.uuid4()}/a.exe": b"x"}), "no line of files.jsonl"),
        "a bomb": (packed({**files, "tags.jsonl": b" " * 3_000_000}), r"tags\.jsonl:1: is longer"),
        "another version": (packed({**files, "export.json": json.dumps({**cover, "version": 2}).encode()}), "is of version 2"),
        "an account": (packed({**files, "export.json": json.dumps({**cover, "kind": "account"}).encode()}), "no single project"),
        "without its messages": (packed({name: text for name, text in files.items() if name != "messages.jsonl"}), "listed and not in"),
        "without its cover": (packed({"messages.jsonl": b""}), "export.json: is not in the archive"),
    }


class TestBroken:
    """Each bad row is named, and nothing of the archive is there."""

    def nothing(self, cast: Cast, row: Import, wanted: str) -> None:
        assert (row.state, row.project_id) == ("refused", None), row.faults
        assert any(re.search(wanted, fault) for fault in row.faults), row.faults
        with account(cast.olga.account_id):
            assert Project.objects.count() == 2
            assert not Project.objects.filter(public_id=row.target).exists()
            assert AuditRecord.objects.filter(action="import.refused").exists()

    def test_rows(self, furnished: Cast) -> None:
        files = entries(exported(furnished, furnished.shop))
        for archive, wanted in (bad_rows(files) | worse_rows(files)).values():
            self.nothing(furnished, imported(furnished.olga, packed(archive)), wanted)

    def test_archives(self, furnished: Cast) -> None:
        files = entries(exported(furnished, furnished.shop))
        for archive, wanted in bad_archives(files).values():
            self.nothing(furnished, imported(furnished.olga, archive), wanted)

    def test_a_hundred_are_named_and_all_are_counted(self, furnished: Cast) -> None:
        files = entries(exported(furnished, furnished.shop))
        cover = json.loads(files["export.json"])
        cover["files"]["tags.jsonl"]["lines"] = 150
        row = imported(furnished.olga, packed({**files, "tags.jsonl": b"7\n" * 150, "export.json": json.dumps(cover).encode()}))
        named = [fault for fault in row.faults if fault.startswith("tags.jsonl:")]
        assert (len(row.faults), named[99]) == (100, "tags.jsonl:100: is not a JSON object")
        assert row.fault_count >= 150

    def test_too_much(self, furnished: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = exported(furnished, furnished.shop)
        monkeypatch.setattr(archives, "MOST_ENTRIES", 5)
        self.nothing(furnished, imported(furnished.olga, whole), "entries, more than 5")

    def test_whoever_was_erased_does_not_come_back(self, furnished: Cast) -> None:
        whole = exported(furnished, furnished.shop)
        with account(furnished.olga.account_id):
            gone = Erasure(account_id=furnished.olga.account_id, kind="visitor", state="done", by_id="x", by_name="x")
            gone.tombstone, gone.due_at = tombstone_hash("visitor", furnished.vera.public_id), furnished.talk.created_at
            gone.save(force_insert=True)
        self.nothing(furnished, imported(furnished.olga, whole), r"visitors\.jsonl:\d+: was erased")
