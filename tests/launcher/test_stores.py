"""What the embedded Postgres looks like: its roles, its passwords, its folders."""

import os
import stat
from pathlib import Path

import psycopg
import pytest

from launcher import account, python
from launcher.account import copy_for_all, own_folder
from launcher.places import make_private_folder
from launcher.say import Trouble
from launcher.secret import secrets_in
from tests.boot import FOLDER, STORES
from tests.databases import sql

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops its rights")


@pytest.fixture
def postgres():
    assert STORES.postgres
    return STORES.postgres


def test_who_runs_owns_nothing_and_is_a_member_of_nothing():
    roles = sql(
        "SELECT rolname FROM pg_roles r WHERE rolname LIKE 'parley%' AND "
        "(rolsuper OR rolcreatedb OR rolcreaterole OR (rolbypassrls AND rolname <> 'parley_backup'));"
    )
    members = sql("SELECT member::regrole, inherit_option FROM pg_auth_members WHERE member::regrole::text LIKE 'parley%';")

    assert roles == ""
    assert "parley_app" not in members
    # Inherited, the policies of writer and index would undo FORCE.
    assert sorted(members.split()) == ["parley_backup|t", "parley_owner|f", "parley_owner|f"]


def test_the_owner_may_become_writer_and_index_and_who_runs_may_not():
    with psycopg.connect(STORES.env["DATABASE_OWNER_URL"]) as owner:
        for role in ("parley_writer", "parley_index"):
            owner.execute(f"SET ROLE {role}")
            owner.execute("RESET ROLE")
    with psycopg.connect(STORES.env["DATABASE_URL"]) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SET ROLE parley_writer")


def test_a_wrong_password_is_refused(postgres):
    wrong = postgres.url("parley_app", "owner", "parley")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(wrong)


def test_roles_can_be_made_again(postgres):
    postgres.make_database()
    with psycopg.connect(STORES.env["DATABASE_URL"]) as app:
        assert app.execute("SELECT current_user").fetchone() == ("parley_app",)


def test_letters_beyond_ascii_have_two_cases():
    assert sql("SELECT lower('ÄЖ'), 'Straße' ILIKE 'STRAßE';").strip() == "äж|t"


def test_data_and_secrets_are_their_owners_alone(postgres):
    assert stat.S_IMODE(postgres.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(postgres.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE((FOLDER / "secrets.json").stat().st_mode) == 0o600


def test_secrets_are_made_once(tmp_path):
    first = secrets_in(tmp_path)
    assert secrets_in(tmp_path) == first
    assert len(set(first.values())) == len(first)


def test_a_link_with_a_guessed_name_is_not_taken_for_our_folder(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (tmp_path / "guessed").symlink_to(elsewhere)

    with pytest.raises(Trouble, match="not a folder of ours"):
        make_private_folder(tmp_path / "guessed")

    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o755


@as_root
def test_a_link_is_neither_given_away_nor_believed(tmp_path):
    dropped = account.dropped_account()
    assert dropped
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "link").symlink_to(elsewhere)

    with pytest.raises(Trouble):
        own_folder(tmp_path / "link", dropped)
    with pytest.raises(Trouble):
        copy_for_all([], tmp_path / "link")

    assert elsewhere.stat().st_uid == 0


@as_root
def test_the_copy_is_readable_whatever_the_source_was(tmp_path):
    source = tmp_path / "package"
    (source / "bin").mkdir(parents=True, mode=0o700)
    (source / "bin" / "initdb").write_text("")
    (source / "bin" / "initdb").chmod(0o700)

    copied = copy_for_all([source], tmp_path / "copy")

    assert stat.S_IMODE((copied / "package" / "bin").stat().st_mode) == 0o755
    assert stat.S_IMODE((copied / "package" / "bin" / "initdb").stat().st_mode) == 0o755
    assert stat.S_IMODE((source / "bin").stat().st_mode) == 0o700


def test_a_python_without_ensurepip_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Trouble, match=r"apt-get install python3\.\d+-venv"):
        python.make_environment(Path("/nowhere"))
