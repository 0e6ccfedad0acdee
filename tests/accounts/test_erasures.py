"""Erasure: after it nothing is left but a hash, before it it can be aborted, and a restore does not bring anybody back (PRV2)."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from accounts.access import ProjectRef, account_of
from accounts.actions import make_export as making
from accounts.actions.carry_out_erasure import carry_out_erasure
from accounts.actions.make_export import make_export
from accounts.actions.request_erasure import ACCOUNT_GRACE, VISITOR_GRACE, abort_erasure, request_account_erasure, request_visitor_erasure
from accounts.actions.start_export import start_export
from accounts.due_work import erasures_due
from accounts.erasure import tombstone_hash
from accounts.errors import Conflict, Forbidden, SignInAgain
from accounts.models import AuditRecord, Erasure, Revocation
from accounts.tenancy import ACCOUNT_TABLES, PROJECT_TABLES, account, tenant
from chat import visits
from chat.access import visitor_of_token
from chat.actions.ban import ban
from chat.actions.post_message import post_message
from chat.actions.register_visitor import name_visitor
from chat.models import Conversation, Message, Visitor
from tests.cast import Cast, build_cast
from tests.databases import sql

SECRET = "SECRET-77c0"


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    with override_settings(EXPORT_DIR=str(tmp_path / "exports"), TOMBSTONES_FILE=str(tmp_path / "tombstones")):
        yield tmp_path


def ask(cast: Cast, *, at_once: bool = True) -> Erasure:
    with tenant(cast.shop):
        return request_visitor_erasure(cast.olga, cast.shop, cast.vera.public_id, at_once=at_once)


def again(erasure: Erasure) -> Erasure:
    with account(erasure.account_id):
        return Erasure.objects.get(pk=erasure.pk)


class TestAskingAndAborting:
    def test_a_grace_time(self, cast: Cast) -> None:
        erasure = ask(cast, at_once=False)
        assert erasure.due_at - timezone.now() > VISITOR_GRACE * 0.99
        carry_out_erasure(erasure.account_id, erasure.pk)
        assert again(erasure).state == "waiting" and erasures_due() == []
        with tenant(cast.shop):
            assert Visitor.objects.get(pk=cast.vera.pk).name == cast.vera.name

    def test_asked_twice_it_is_one_and_at_once_wins(self, cast: Cast) -> None:
        first, second = ask(cast, at_once=False), ask(cast)
        assert first.pk == second.pk and erasures_due() == [(first.pk, first.account_id)]

    def test_aborted_nothing_happens(self, cast: Cast) -> None:
        erasure = ask(cast)
        with account(erasure.account_id):
            abort_erasure(cast.ada, erasure)
        carry_out_erasure(erasure.account_id, erasure.pk)
        with tenant(cast.shop):
            assert Message.objects.filter(conversation=cast.talk).exists()
            assert AuditRecord.objects.filter(action="visitor.erasure_aborted").count() == 1
        assert again(erasure).state == "aborted" and again(erasure).subject is None

    def test_done_it_cannot_be_aborted(self, cast: Cast) -> None:
        erasure = ask(cast)
        carry_out_erasure(erasure.account_id, erasure.pk)
        with account(erasure.account_id), pytest.raises(Conflict):
            abort_erasure(cast.olga, erasure)

    def test_rights(self, cast: Cast) -> None:
        for actor in (cast.oscar, cast.vic, cast.lena):
            with tenant(cast.shop), pytest.raises(Forbidden):
                request_visitor_erasure(actor, cast.shop, cast.vera.public_id, at_once=True)
        customer = account_of(cast.olga)
        with account(customer.pk), pytest.raises(Forbidden):
            request_account_erasure(cast.ada, customer)


class TestProof:
    def test_what_how_many_when_by_whom(self, cast: Cast) -> None:
        erasure = ask(cast)
        carry_out_erasure(erasure.account_id, erasure.pk)
        carry_out_erasure(erasure.account_id, erasure.pk)
        kept = again(erasure)
        assert kept.counts["messages"] == 1 and kept.counts["conversations"] == 1 and kept.counts["visitors"] == 1
        assert (kept.subject, kept.noted, kept.by_name) == (None, True, "Olga") and kept.done_at is not None
        assert kept.tombstone == tombstone_hash("visitor", cast.vera.public_id)
        with account(erasure.account_id):
            (line,) = AuditRecord.objects.filter(action="visitor.erased")
        assert line.data["rows"] == kept.counts and line.data["tombstone"] == kept.tombstone
        assert str(cast.vera.public_id) not in json.dumps(line.data)

    def test_their_token_opens_nothing_and_their_sockets_end(self, cast: Cast) -> None:
        erasure = ask(cast)
        carry_out_erasure(erasure.account_id, erasure.pk)
        with tenant(cast.shop), pytest.raises(SignInAgain):
            visitor_of_token(cast.tokens["vera"])
        assert Revocation.objects.filter(subject=f"visitor:{cast.vera.public_id}").exists()

    def test_the_others_stay(self, cast: Cast) -> None:
        carry_out_erasure(cast.olga.account_id, ask(cast).pk)
        with tenant(cast.shop):
            assert Visitor.objects.get(pk=cast.wanda.pk).name == "Wanda"
        with tenant(cast.globex):
            assert Visitor.objects.get(pk=cast.gina.pk).name == "Gina"

    def test_no_one_elses_messages_can_be_erased(self, cast: Cast) -> None:
        """The function that may delete messages is bound to the open project."""
        with tenant(cast.globex), connection.cursor() as cursor:
            cursor.execute("SELECT public.erase_messages_of(%s)", [cast.vera.pk])
            assert cursor.fetchone() == (0,)
        with tenant(cast.shop):
            assert Message.objects.filter(conversation=cast.talk).exists()


def everywhere(database: str, folder: Path) -> str:
    """Every row of every table as its owner sees it, all of Redis, and every file."""
    dump = [sql(f"SELECT t::text FROM public.{table} t", database) for table in sorted(all_tables(database))]
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        dump += [f"{key!r} {valkey.dump(key)!r} {whole(valkey, key)!r}" for key in valkey.scan_iter()]
    dump += [file.read_bytes().decode("latin-1") for file in folder.rglob("*") if file.is_file()]
    return "\n".join(dump)


def whole(valkey: Any, key: bytes) -> Any:
    kind = valkey.type(key)
    readers = {b"string": valkey.get, b"list": lambda k: valkey.lrange(k, 0, -1), b"zset": lambda k: valkey.zrange(k, 0, -1)}
    readers |= {b"hash": valkey.hgetall, b"set": valkey.smembers}
    return readers[kind](key) if kind in readers else None


def all_tables(database: str) -> list[str]:
    return sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database).split()


class TestCanary:
    """PRV2: a word of the visitor's in every place that could hold it, then nowhere."""

    def fill(self, cast: Cast) -> None:
        with tenant(cast.shop):
            words = {"name": f"name {SECRET}", "email": f"{SECRET}@example.com", "phone": SECRET, "id": SECRET}
            name_visitor(cast.shop, cast.vera, **words, data={"data": SECRET})
            Visitor.objects.filter(pk=cast.vera.pk).update(referrer=SECRET, device=SECRET, locale=SECRET, pages=[{"url": SECRET}])
            for kind in ("text", "note"):
                post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text=f"{kind} {SECRET}", kind=kind)
            Conversation.objects.filter(pk=cast.talk.pk).update(subject=SECRET, tags=[SECRET], rating_comment=SECRET, last_text=SECRET)
            ban(cast.olga, cast.shop, target=str(cast.vera.public_id), reason=f"reason {SECRET}", until=None)
            page: Any = {"url": f"https://acme.example/{SECRET}", "title": SECRET, "at": "2026-01-01T00:00:00Z"}
            visits.arrive(cast.shop.pk, cast.vera.public_id, "tab", {"locale": SECRET, "referrer": SECRET}, page)
            one = start_export(cast.olga, project=cast.shop, visitor=cast.vera.public_id)
            other = start_export(cast.olga, project=cast.shop)
        make_export(one.account_id, one.pk)
        making._write_page(other.account_id, other.pk)  # that one is still being made

    def test_nowhere_afterwards(self, cloned_database: str, files: Path) -> None:
        cast = build_cast()
        self.fill(cast)
        database = str(connection.settings_dict["NAME"])
        before = everywhere(database, files)
        assert before.count(SECRET) > 15 and list((files / "exports").iterdir())
        erasure = ask(cast)
        carry_out_erasure(erasure.account_id, erasure.pk)
        after = everywhere(database, files)
        where = [line[:200] for line in after.splitlines() if SECRET in line]
        assert where == []
        assert tombstone_hash("visitor", cast.vera.public_id) in after
        assert not [file for file in (files / "exports").rglob("*") if file.is_file()]

    def test_a_restore_does_not_bring_them_back(self, cloned_database: str, files: Path) -> None:
        cast = build_cast()
        self.fill(cast)
        database = str(connection.settings_dict["NAME"])
        tables = ("chat_visitor", "chat_conversation", "chat_message")
        kept = {table: sql(f"SELECT json_agg(t)::text FROM public.{table} t", database) for table in tables}
        erasure = ask(cast)
        carry_out_erasure(erasure.account_id, erasure.pk)
        for table, rows in kept.items():  # what a backup of an hour ago would hold
            text = rows.strip().replace("'", "''")
            populate = f"json_populate_recordset(NULL::public.{table}, '{text}')"
            sql(f"DELETE FROM public.{table}; INSERT INTO public.{table} SELECT * FROM {populate}", database)
        assert SECRET in everywhere(database, files)
        said = io.StringIO()
        call_command("replay_tombstones", stdout=said)
        assert said.getvalue() == "1 tombstones, 1 erased again.\n"
        call_command("replay_tombstones", stdout=said)
        assert said.getvalue().endswith("1 tombstones, 0 erased again.\n")
        assert SECRET not in everywhere(database, files)
        with tenant(ProjectRef(cast.shop.pk, cast.shop.account_id)):
            (line,) = AuditRecord.objects.filter(action="visitor.erased_again")
            assert line.data["tombstone"] == erasure.tombstone and line.data["rows"]["visitors"] == 1
            assert Visitor.objects.get(pk=cast.wanda.pk).name == "Wanda"


class TestAccount:
    def test_thirty_days_then_nobody_is_named(self, cloned_database: str, files: Path) -> None:
        cast = build_cast()
        customer = account_of(cast.olga)
        with account(customer.pk):
            erasure = request_account_erasure(cast.olga, customer)
        assert erasure.due_at - timezone.now() > ACCOUNT_GRACE * 0.99
        carry_out_erasure(erasure.account_id, erasure.pk)
        assert again(erasure).state == "waiting"
        with account(customer.pk):
            Erasure.objects.update(due_at=timezone.now())
        carry_out_erasure(erasure.account_id, erasure.pk)
        kept = again(erasure)
        assert kept.state == "done" and kept.counts["visitors"] == 2 and kept.counts["members"] == 6
        with account(customer.pk):
            (line,) = AuditRecord.objects.filter(action="account.erased")
        assert line.data["rows"] == kept.counts and line.data["tombstone"] == kept.tombstone
        database = str(connection.settings_dict["NAME"])
        tables = set(ACCOUNT_TABLES) | set(PROJECT_TABLES)
        named = {table for table in tables if "CANARY" in sql(f"SELECT t::text FROM public.{table} t", database)}
        assert named == set()
        with tenant(cast.globex):
            assert Visitor.objects.get(pk=cast.gina.pk).name == "Gina"


class TestNothingByAge:
    def test_beat_deletes_nothing_by_age(self) -> None:
        """PRV3: every task that runs by the clock, read for what it deletes. A new one fails here until somebody has read it."""
        harmless = {
            "accounts.tasks.run_what_is_due",  # erases what a person asked to be erased; of exports, copies that nobody can fetch
            "chat.tasks.catch_up_followers",
            "chat.tasks.look_around_everywhere",  # gives conversations to operators
            "chat.tasks.wake_all_snoozed",  # brings back what was put off
            "panel.imports.tasks.sweep_imports",  # goes on with archives that become a project
            "chat.tasks.sweep_files",  # of files, those that were announced and never sent: no message has them
            "widget.mail.tasks.sweep_letters",  # sends; a letter's row stays
            "panel.notices.tasks.sweep_calls",
            "panel.notices.tasks.forget_old_calls",  # our own log of who was called, in which no word of anybody stands
        }
        assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - READ_BY_OTHERS == harmless


# Of other parts: read, they delete nothing.
READ_BY_OTHERS = {
    "accounts.billing.tasks.collect_due",
    "accounts.tasks.anchor_audit",
    "integrations.tasks.sweep_deliveries",
    "integrations.partners.tasks.catch_up",
    "integrations.partners.tasks.issue_statements",
}
