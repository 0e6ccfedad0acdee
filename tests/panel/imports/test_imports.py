"""An export becomes an equal project; a broken one becomes nothing, and says which row it is."""

from __future__ import annotations

import io
import json
import re
import struct
import uuid
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from accounts.access import ProjectRef
from accounts.actors import Actor
from accounts.erasure import tombstone_hash
from accounts.errors import Conflict, Forbidden, TooLarge
from accounts.export import PARTS
from accounts.models import AuditRecord, Erasure, Project
from accounts.tenancy import account, tenant
from chat import later
from chat.actions.check_file import check_file
from chat.models import Attachment, Conversation, Follower, Message, Visitor
from panel.imports import archive as archives
from panel.imports.actions.run_import import run_import
from panel.imports.actions.start_import import start_import
from panel.imports.finishing import READ_ALL
from panel.imports.keeping import forget_archive, opened
from panel.imports.models import Import
from panel.imports.taken import LEFT_OUT, TAKEN
from panel.reports.actions.keep_facts import keep_facts
from panel.reports.models import Fact
from tests.cast import Cast
from tests.panel.imports.conftest import TEXT, entries, exported, messages_of, packed, pending_files
from widget.help.models import ArticleText


def imported(actor: Actor, archive: bytes, key: str = "") -> Import:
    with account(actor.account_id):
        row = start_import(actor, file=io.BytesIO(archive), size=len(archive), name="shop.zip", key=key)
    run_import(row.account_id, row.pk)
    forget_archive(row)  # as after the commit: broken archives are nothing to be left lying about
    with account(actor.account_id):
        found: Import = Import.objects.select_related("project").get(pk=row.pk)
        return found


def become(row: Import) -> Project:
    """The project of an import that went well, its files looked at."""
    assert row.project is not None, row.faults
    assert (row.state, row.faults) == ("done", [])
    for pk in pending_files(row.project):
        check_file(ProjectRef(row.project.pk, row.account_id), pk)
    return row.project


def compared(archive: bytes) -> dict[str, list[str]]:
    """Every line of what is taken, with ids as the place where they were first seen: two exports of one project are equal so."""
    seen: dict[str, str] = {}
    files = entries(archive)
    found: dict[str, list[str]] = {}
    for name in TAKEN:
        for line in files[f"{name}.jsonl"].splitlines():
            row = {key: value for key, value in json.loads(line).items() if (name, key) not in NEW}
            row = {key: _place(seen, f"{_kind(name, key, row)}{value}") if _is_id(key, value) else value for key, value in row.items()}
            text = re.sub(UUIDS, lambda match: _place(seen, match.group()), json.dumps(row, sort_keys=True))
            found.setdefault(name, []).append(text)
    return found


UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What cannot be the same: the project's own address, moments of the import itself, and what counts transactions.
NEW = {("project", "key"), ("project", "slug"), ("messages", "txid"), ("notes", "txid"), ("files", "touched_at")}


def _is_id(key: str, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and (key == "id" or key.endswith("_id"))


def _kind(name: str, key: str, row: dict[str, Any]) -> str:
    if key == "id":
        return {"notes": "message"}.get(name, name.removesuffix("s")) + " "
    return f"{row.get('author_kind') or row.get('last_author_kind') if 'author' in key else key.removesuffix('_id')} "


def _place(seen: dict[str, str], one: str) -> str:
    return seen.setdefault(one, f"<{len(seen)}>")


def test_every_part_is_taken_or_left_out() -> None:
    of_projects = {name for name, part in PARTS.items() if part.in_project} | {"project"}
    assert set(TAKEN) | set(LEFT_OUT) == of_projects and not set(TAKEN) & set(LEFT_OUT)


class TestEqual:
    def test_export_import_export(self, furnished: Cast) -> None:
        first = exported(furnished, furnished.shop)
        assert all(entries(first)[f"{name}.jsonl"] for name in TAKEN if name not in EMPTY_HERE)
        project = become(imported(furnished.olga, first))
        second = exported(furnished, project)
        before, after = compared(first), compared(second)
        for name in TAKEN:
            assert before.get(name) == after.get(name), name
        assert TEXT in [text for name, text in entries(second).items() if name.startswith("files/")]

    def test_what_is_new_and_what_is_made(self, furnished: Cast) -> None:
        first = exported(furnished, furnished.shop)
        project = become(imported(furnished.olga, first))
        assert (project.key, project.slug, project.public_id) != (furnished.shop.key, furnished.shop.slug, furnished.shop.public_id)
        with tenant(project):
            (text,) = ArticleText.objects.all()
            assert text.shown and text.words
            # Who calls and writes to people has read all of it already; who makes something of it has not.
            assert set(Follower.objects.values_list("name", flat=True)) == set(later.FOLLOWERS) - READ_ALL
            assert {"mail", "notices"} <= set(later.FOLLOWERS) - READ_ALL
            last = Message.objects.order_by("-pk")[0].pk
            assert set(Follower.objects.values_list("message_id", flat=True)) == {last}
            keep_facts(project, list(Message.objects.values_list("pk", flat=True)))
            assert Fact.objects.get(conversation__visitor__name=furnished.vera.name).replied_at
            assert not Visitor.objects.filter(public_id=furnished.vera.public_id).exists()
            number = Conversation.objects.get(visitor__name=furnished.vera.name).number
        with tenant(furnished.shop):
            assert number == Conversation.objects.get(pk=furnished.talk.pk).number
        with account(project.account_id):
            assert AuditRecord.objects.filter(action="project.imported").count() == 1

    def test_twice_makes_two_and_the_same_key_one(self, furnished: Cast) -> None:
        first = exported(furnished, furnished.shop)
        rows = [imported(furnished.olga, first, key) for key in ("", "", "once", "once")]
        assert len({row.pk for row in rows}) == 3
        assert len({row.project_id for row in rows}) == 3
        assert messages_of(become(rows[0])) == messages_of(become(rows[1])) == messages_of(furnished.shop)

    def test_another_account_gets_nobody(self, furnished: Cast) -> None:
        """Ids of members, and of rows, of somebody else's say nothing."""
        project = become(imported(furnished.gus, exported(furnished, furnished.shop)))
        assert project.account_id == furnished.gus.account_id
        with tenant(project):
            talk = Conversation.objects.get(visitor__name=furnished.vera.name)
            assert talk.assignee_id is None and talk.last_author_id in (0, talk.visitor_id)
            assert Attachment.objects.get().author_id == 0
        files = entries(exported_by_gus(furnished, project))
        assert files["department_members.jsonl"] == files["read_marks.jsonl"] == b""
        assert b"my words" not in files["canned_replies.jsonl"] and b"hello" in files["canned_replies.jsonl"]


# No row of these in the seeded shop: they are taken by the same hands as the others.
EMPTY_HERE = {"consents", "merges", "help_centre", "help_searches_without_result", "automatic_message_days"}
EMPTY_HERE |= {"automatic_message_manners", "operator_hours"}


def exported_by_gus(cast: Cast, project: Project) -> bytes:
    return exported(replace(cast, olga=cast.gus), project)


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
        for archive, wanted in bad_rows(files).values():
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


class TestDoor:
    def test_who_and_how_many(self, furnished: Cast) -> None:
        with account(furnished.olga.account_id):
            with pytest.raises(Forbidden):
                start_import(furnished.oscar, file=io.BytesIO(b"PK"), size=2, name="a.zip")
            with pytest.raises(TooLarge):
                start_import(furnished.olga, file=io.BytesIO(b"PK"), size=2**40, name="a.zip")
            rows = [start_import(furnished.olga, file=io.BytesIO(b"PK"), size=2, name="a.zip") for _ in range(2)]
            with pytest.raises(Conflict):
                start_import(furnished.olga, file=io.BytesIO(b"PK"), size=2, name="a.zip")
            with opened(rows[0]) as file:
                assert file.read() == b"PK"
