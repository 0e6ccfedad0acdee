"""The drill (BAK2 to BAK5): saved while it runs, brought back into a new cluster, and looked at from every side."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest
from django.contrib.auth import authenticate
from django.db import connections
from django.test import override_settings

from accounts.access import ProjectRef, actors_of
from accounts.actions.carry_out_erasure import carry_out_erasure
from accounts.actions.request_erasure import request_visitor_erasure
from accounts.audit.anchors import anchor_heads
from accounts.models import User
from accounts.tenancy import account, tenant
from chat import feed, later, queries
from chat.actions.catch_up import catch_up
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import visitor_actor
from chat.files.store import place_of, store
from chat.models import Attachment, Conversation, Message, Visitor
from launcher.backup.make import back_up
from launcher.backup.restore import restore
from launcher.backup.sealed import key_in, read_key
from launcher.say import Trouble
from launcher.secret import secrets_in, write_private
from launcher.stores import Stores, throwaway_stores
from tests.boot import FOLDER, STORES, TEST_KEY
from tests.cast import CANARY, Cast, build_cast
from tests.chat.files.sending import sent

DATA = b"Five chairs, one is small.\n"


@dataclass(frozen=True)
class Drill:
    cast: Cast
    stores: Stores
    var: Path
    about: dict[str, Any]
    file: Attachment
    place: feed.Place
    read: list[str]  # what came back, before anything was written there


@contextmanager
def lives_in(var: Path) -> Iterator[None]:
    with override_settings(VAR_DIR=var, FILES_DIR=str(var / "files"), FILES_BUCKET="", TOMBSTONES_FILE=str(var / "tombstones")):
        yield


@contextmanager
def looking_at(url: str) -> Iterator[None]:
    """Django's own connection, at the database that came back."""
    parts = urlsplit(url)
    there = {
        "NAME": parts.path[1:],
        "USER": parts.username,
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query)["host"][0],
    }
    settings = connections.settings["default"]
    before = {name: settings[name] for name in there}
    connections.close_all()
    settings.update(there)
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)


def erase(cast: Cast, visitor: Visitor) -> None:
    with tenant(cast.shop):
        erasure = request_visitor_erasure(cast.olga, cast.shop, visitor.public_id, at_once=True)
    carry_out_erasure(cast.shop.account_id, erasure.pk)


def saved_house(var: Path) -> Path:
    """`var/` as the embedded run has it, with the keys that this run was started with."""
    var.mkdir(parents=True)
    shutil.copy(FOLDER / "keys", var / "keys")
    write_private(var / "secrets.json", f'{{"secret_key": "{TEST_KEY}"}}')
    secrets_in(var)
    return var


@pytest.fixture(scope="class")
def drill(cloned_database_of_class: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Drill]:
    assert STORES.postgres is not None
    database = urlsplit(cloned_database_of_class).path[1:]
    var, backup = saved_house(tmp_path_factory.mktemp("house") / "var"), tmp_path_factory.mktemp("elsewhere") / "one.backup"
    stores, new = throwaway_stores()
    with django_db_blocker.unblock(), lives_in(var):
        cast = build_cast()
        with tenant(cast.shop):
            file = sent(visitor_actor(cast.shop, cast.vera), cast.shop, DATA, "chairs.txt")
            post_visitor_message(cast.shop, cast.wanda, client_id=uuid.uuid4(), text="Wanda was here")
            _, place, _ = feed.lines_behind(None, limit=100)
        assert place is not None
        catch_up(ProjectRef(cast.shop.pk, cast.shop.account_id))
        anchor_heads(everything=True)
        back_up(STORES.postgres, var, backup, key_in(var / "backup.key"), database)
        erase(cast, cast.wanda)  # after the backup: she must not come back
        with tenant(cast.shop):
            post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="After the backup")
        anchor_heads(everything=True)
    # Another machine: nothing but the backup, its key, and the tombstones, which are copied away as often as the database.
    shutil.copy(var / "tombstones", new / "tombstones")
    about = restore(stores, new, backup, read_key(var / "backup.key"), new / "log")
    with running(stores, new), looking_at(stores.env["DATABASE_URL"]), django_db_blocker.unblock(), lives_in(new):
        with tenant(cast.shop):
            came_back, _, _ = feed.lines_behind(None, limit=100)
        yield Drill(cast, stores, new, about, file, place, [line["text"] for line in came_back if line["kind"] == "text"])
    shutil.rmtree(new, ignore_errors=True)


@contextmanager
def running(stores: Stores, folder: Path) -> Iterator[None]:
    from launcher.supervisor import Supervisor

    with Supervisor(folder / "log") as supervisor:
        supervisor.start(stores.programs, stores=True)
        yield


class TestDrill:
    def test_it_says_what_came_back_and_how_long_it_took(self, drill: Drill, capsys: pytest.CaptureFixture[str]) -> None:
        tables = drill.about["facts"]["tables"]
        assert tables["chat_message"][0] >= 2 and tables["accounts_auditrecord"][0] > 0 and len(tables) > 60
        assert "1 erased again" in drill.about["said"]["erased"] and "all unbroken" in drill.about["said"]["audit"]
        with capsys.disabled():
            rows = sum(fact[0] for fact in tables.values())
            print(f"\n     drill: {rows} rows of {len(tables)} tables back, compared and settled in {drill.about['seconds']:.1f} s")

    def test_erased_stays_erased(self, drill: Drill) -> None:
        cast = drill.cast
        with tenant(cast.shop):
            wanda = Visitor.objects.get(pk=cast.wanda.pk)
            assert wanda.name == "" and wanda.erased_at is not None
            assert not Message.objects.filter(text__contains="Wanda").exists()
            assert Message.objects.filter(text__contains=CANARY).exists(), "and who was not, is here"
        assert "Wanda was here" not in everything_in(drill.stores)

    def test_what_was_written_after_the_backup_is_gone_and_nothing_else(self, drill: Drill) -> None:
        with tenant(drill.cast.shop):
            assert not Message.objects.filter(text="After the backup").exists()
            assert queries.timeline(Conversation.objects.get(pk=drill.cast.talk.pk), for_visitor=True, after=None).messages

    def test_people_sign_in(self, drill: Drill) -> None:
        user = authenticate(None, username="olga@acme.example", password="a long password")
        assert isinstance(user, User)
        (actor,) = actors_of(user)
        with account(actor.account_id):
            assert actor.name == "Olga"

    def test_the_walls_stand_and_are_forced(self, drill: Drill) -> None:
        assert drill.about["facts"]["forced"]
        with psycopg.connect(drill.stores.env["DATABASE_URL"]) as app:
            assert app.execute("SELECT count(*) FROM chat_message").fetchone() == (0,)
            app.execute("SELECT set_config('parley.project', %s, true)", [str(drill.cast.globex.pk)])
            assert app.execute("SELECT count(*) FROM chat_message").fetchone() == (0,), "Globex has none"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("UPDATE accounts_auditrecord SET action = 'x'")
        with psycopg.connect(drill.stores.env["DATABASE_OWNER_URL"]) as owner:
            assert owner.execute("SELECT count(*) FROM chat_message").fetchone() == (0,), "its owner is bound too"

    def test_every_file_is_there(self, drill: Drill) -> None:
        kept = store()
        assert kept is not None
        with tenant(drill.cast.shop):
            rows = list(Attachment.objects.select_related("project").filter(state="ready"))
        assert [row.pk for row in rows] == [drill.file.pk]
        assert b"".join(kept.read(f"{place_of(rows[0])}file")) == DATA

    def test_old_lines_are_old_and_new_ones_new(self, drill: Drill) -> None:
        """Places in the timeline hold: nothing old seems to come from the future, nothing new is behind a place that was given."""
        cast = drill.cast
        with tenant(cast.shop):
            before = Message.objects.filter(conversation=cast.talk, text__in=drill.read).values_list("txid", flat=True)
            assert before
            assert drill.read == [f"Do you have blue bowls? {CANARY}"], "all that is old is read"
            post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="Back again")
            newest = Message.objects.get(text="Back again").txid
        assert newest >> 32 > max(before) >> 32, "in an epoch of its own"
        with tenant(cast.shop):
            behind, _ = queries.behind((drill.place.txid, drill.place.row_id), since=cast.talk.created_at)
            assert "Back again" in [row.text for row in behind]
            again, _, _ = feed.lines_behind(drill.place, limit=100)
            assert "Back again" in [line["text"] for line in again], "also for whoever follows from outside"

    def test_followers_go_on_where_they_were(self, drill: Drill, monkeypatch: pytest.MonkeyPatch) -> None:
        cast, seen = drill.cast, list[int]()
        name = next(iter(later.FOLLOWERS))
        monkeypatch.setitem(later.FOLLOWERS, name, lambda _project, rows: seen.extend(rows))
        catch_up(ProjectRef(cast.shop.pk, cast.shop.account_id))
        seen.clear()
        with tenant(cast.shop):
            posted = post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="For the followers")
        catch_up(ProjectRef(cast.shop.pk, cast.shop.account_id))
        assert seen == [posted.message.pk]


class TestRefused:
    def test_a_backup_that_does_not_open_changes_nothing(self, tmp_path: Path) -> None:
        stores, new = throwaway_stores()
        backup, key = tmp_path / "one.backup", tmp_path / "key"
        backup.write_bytes(b"parley backup 1\n" + bytes(100))
        assert stores.postgres is not None
        before = sorted(path.name for path in new.iterdir())
        with pytest.raises(Trouble, match="cut off"):
            restore(stores, new, backup, key_in(key), new / "log")
        assert sorted(path.name for path in new.iterdir()) == before and stores.postgres.data.exists()
        shutil.rmtree(new)


def everything_in(stores: Stores) -> str:
    """Every row of every table, as its superuser sees it."""
    assert stores.postgres is not None
    tables = stores.postgres.run_sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace;", "parley"
    )
    return "".join(stores.postgres.run_sql(f"SELECT t::text FROM public.{name} t;", "parley") for name in tables.split())
