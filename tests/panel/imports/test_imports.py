"""An export becomes an equal project."""

from __future__ import annotations

import io
import json
import re
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from accounts.errors import Conflict, Forbidden, TooLarge
from accounts.export import PARTS
from accounts.models import AuditRecord, Project
from accounts.tenancy import account, tenant
from chat import later
from chat.models import Attachment, Conversation, FileSpace, Follower, Message, Visitor
from panel.imports.actions.run_import import run_import
from panel.imports.actions.start_import import start_import
from panel.imports.finishing import READ_ALL
from panel.imports.keeping import opened
from panel.imports.models import Import
from panel.imports.taken import LEFT_OUT, TAKEN
from panel.reports.actions.keep_facts import keep_facts
from panel.reports.models import Fact
from tests.cast import Cast
from tests.panel.imports.conftest import TEXT, entries, exported, messages_of
from tests.panel.imports.making import become, imported
from tests.panel.views.test_support_access import signed_in
from widget.help.models import ArticleText, Picture
from widget.rules.models import Rule

PAGE = "/panel/settings/data/imports/"


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


def beside(archive: bytes) -> dict[str, list[bytes]]:
    """What lies in its folders, whatever ids it lies under."""
    found = entries(archive).items()
    return {folder: sorted(text for name, text in found if name.startswith(f"{folder}/")) for folder in ("files", "pictures")}


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
        assert [name for name in TAKEN if not entries(first)[f"{name}.jsonl"]] == [], "the shop has one of everything"
        project = become(imported(furnished.olga, first))
        second = exported(furnished, project)
        before, after = compared(first), compared(second)
        for name in TAKEN:
            assert before.get(name) == after.get(name), name
        assert beside(first) == beside(second) and TEXT in beside(second)["files"]
        assert len(beside(second)["pictures"]) == 1

    def test_what_is_new_and_what_is_made(self, furnished: Cast) -> None:
        first = exported(furnished, furnished.shop)
        project = become(imported(furnished.olga, first))
        assert (project.key, project.slug, project.public_id) != (furnished.shop.key, furnished.shop.slug, furnished.shop.public_id)
        with tenant(project):
            text = ArticleText.objects.get(language="en")
            shown = Picture.objects.get()
            assert text.words and f"picture:{shown.public_id}" in json.dumps(text.shown)
            used = shown.held + sum(row.held for row in Attachment.objects.all())
            assert FileSpace.objects.get().used_bytes == used > shown.held > 0
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

    def test_nothing_is_added_to_a_bare_one(self, cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
        with tenant(cast.outlet):
            Rule.objects.all().delete()
        first = exported(cast, cast.outlet)
        with account(cast.olga.account_id):
            row = start_import(cast.olga, file=io.BytesIO(first), size=len(first), name="outlet.zip")
        with django_capture_on_commit_callbacks(execute=True):
            run_import(row.account_id, row.pk)
        with account(cast.olga.account_id):
            row = Import.objects.select_related("project").get(pk=row.pk)
        assert compared(exported(cast, become(row))) == compared(first)

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


def exported_by_gus(cast: Cast, project: Project) -> bytes:
    return exported(replace(cast, olga=cast.gus), project)


class Unread(io.RawIOBase):
    """A body that nobody may look at."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("a stranger's body was read")


class TestDoor:
    def test_a_strangers_archive_is_not_read(self, cast: Cast) -> None:
        """A gigabyte would lie on our disk before anybody asked whose it is."""
        body: Any = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(2**30)}
        multipart = "multipart/form-data; boundary=x"
        answer = Client(enforce_csrf_checks=True).generic("POST", PAGE, content_type=multipart, **body)
        assert answer.status_code == 302 and "login" in answer["Location"]
        assert Client().generic("POST", "/api/v1/account/imports", content_type=multipart, **body).status_code in (401, 403)
        ours = signed_in(cast, "oscar").generic("POST", PAGE, content_type=multipart, **body)
        assert ours.status_code == 403

    def test_a_form_without_its_token_is_refused(self, cast: Cast) -> None:
        owner = signed_in(cast, "olga")
        owner.handler.enforce_csrf_checks = True
        assert owner.post(PAGE, {"file": io.BytesIO(b"PK")}).status_code == 403
        owner.handler.enforce_csrf_checks = False
        assert owner.post(PAGE, {"file": io.BytesIO(b"PK")}).status_code == 302
        with account(cast.olga.account_id):
            row = Import.objects.get()
        assert owner.post(PAGE, {"stop": str(row.public_id)}).status_code == 302
        with account(cast.olga.account_id):
            assert Import.objects.get().state == "stopped"
        assert owner.post(PAGE, {"stop": str(uuid.uuid4())}).status_code == 404

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
