"""The chain of the audit log, as Postgres makes it at commit, and what the two verifiers say when somebody was at it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, connections, transaction

from accounts import audit
from accounts.audit.anchors import anchor_heads, anchors_of
from accounts.audit.export import json_lines
from accounts.audit.queries import faults_of
from accounts.models import Account, AuditHead, AuditPersonal, AuditRecord
from accounts.tenancy import account
from tests.boot import ROOT
from tests.cast import Cast, build_cast
from tests.databases import sql

TABLE = "accounts_auditrecord"
VERBS = (
    f"UPDATE {TABLE} SET action = 'x'",
    f"DELETE FROM {TABLE}",
    f"TRUNCATE {TABLE}",
    f"TRUNCATE {TABLE} CASCADE",
    "DELETE FROM accounts_audithead",
    "UPDATE accounts_auditpersonal SET value = 'x'",
)


@pytest.fixture
def acme(cloned_database: str) -> Cast:
    """The cast, committed, with ten further acts in Acme's log."""
    cast = build_cast()
    for _ in range(10):
        act(cast)
    return cast


def act(cast: Cast) -> None:
    with account(cast.olga.account_id):
        audit.record(cast.olga, "project.edited", cast.shop, changed=["greeting", 'ü"\\\n\x01'], deep={"b": [1, None, True], "a": "é𝄞"})


def act_elsewhere(cast: Cast, times: int = 1) -> None:
    """On a connection of this thread's own."""
    for _ in range(times):
        act(cast)
    connections.close_all()


def database() -> str:
    return str(connection.settings_dict["NAME"])


def export(cast: Cast, folder: Path) -> Path:
    """Acme's log as its owner downloads it."""
    target = folder / "export.jsonl"
    with account(cast.olga.account_id):
        target.write_text("".join(json_lines(Account.objects.get(pk=cast.olga.account_id))), encoding="utf-8")
    return target


def ask_verifier(*files: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "docs" / "verify_audit.py"), *map(str, files)], capture_output=True, text=True, check=False
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def ask_server(cast: Cast) -> str:
    with account(cast.olga.account_id):
        return "\n".join(faults_of(Account.objects.get(pk=cast.olga.account_id)))


class TestLinks:
    def test_numbers_have_no_gaps_and_both_verifiers_agree(self, acme: Cast, tmp_path: Path) -> None:
        with account(acme.olga.account_id):
            numbers = list(AuditRecord.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 10
        assert ask_server(acme) == ""
        code, said = ask_verifier(export(acme, tmp_path))
        assert code == 0 and f"unbroken: {len(numbers)} rows" in said

    def test_what_is_rolled_back_takes_no_number(self, acme: Cast) -> None:
        with account(acme.olga.account_id):
            before = AuditRecord.objects.count()
        with transaction.atomic():
            act(acme)
            transaction.set_rollback(True)
        act(acme)
        with account(acme.olga.account_id):
            assert AuditRecord.objects.count() == before + 1 == AuditHead.objects.get().number
        assert ask_server(acme) == ""

    def test_acts_at_once_make_one_chain(self, acme: Cast) -> None:
        with account(acme.olga.account_id):
            before = AuditRecord.objects.count()

        threads = [threading.Thread(target=act_elsewhere, args=[acme, 20]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with account(acme.olga.account_id):
            assert AuditRecord.objects.count() == before + 80 == AuditHead.objects.get().number
        assert ask_server(acme) == ""

    def test_the_head_is_locked_at_commit_only(self, acme: Cast) -> None:
        """An act that goes on for long after its record keeps nobody waiting."""
        with transaction.atomic():
            act(acme)
            other = threading.Thread(target=act_elsewhere, args=[acme])
            other.start()
            other.join(timeout=10)
            assert not other.is_alive(), "the other act waited for this one"
        assert ask_server(acme) == ""


class TestRights:
    """AUD2: who may do what to the log."""

    @pytest.mark.parametrize("verb", VERBS)
    @pytest.mark.parametrize("role", ["parley_app", "parley_staff", "parley_owner", "postgres"])
    def test_nobody_changes_it(self, acme: Cast, verb: str, role: str) -> None:
        self.refused(acme, verb, role)

    @pytest.mark.parametrize("role", ["parley_app", "parley_staff"])
    def test_who_runs_moves_no_head(self, acme: Cast, role: str) -> None:
        self.refused(acme, "UPDATE accounts_audithead SET number = 1", role)
        self.refused(acme, "INSERT INTO accounts_audithead SELECT * FROM accounts_audithead", role)

    def refused(self, acme: Cast, verb: str, role: str) -> None:
        session = f"SET ROLE {role}; SET parley.account = '{acme.olga.account_id}';" if role != "postgres" else ""
        with pytest.raises(Exception, match=r"permission denied|must be owner|never changed|cannot truncate"):
            sql(f"{session} {verb};", database())

    def test_the_app_cannot_write_a_link(self, acme: Cast) -> None:
        with account(acme.olga.account_id), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} (account_id, actor_kind, actor_id, action, target_kind, target_id, data, personal, created_at,"
                " number, hash, prev_hash) VALUES (%s, 'member', 'x', 'project.edited', '', '', '{}', '{}', 'epoch', 7, 'x', 'x')",
                [acme.olga.account_id],
            )
        assert ask_server(acme) == ""
        with account(acme.olga.account_id):
            last = AuditRecord.objects.order_by("-number")[0]
            assert last.actor_id == "x" and last.created_at.year > 2000

    def test_fractions_are_refused_with_the_act(self, acme: Cast) -> None:
        with pytest.raises(DatabaseError, match="no whole number"), account(acme.olga.account_id):
            audit.record(acme.olga, "project.edited", acme.shop, share=0.5)


class TestErasure:
    def test_words_go_and_the_chain_stays(self, acme: Cast, tmp_path: Path) -> None:
        """AUD6."""
        assert "Olga" in export(acme, tmp_path).read_text(encoding="utf-8")
        with account(acme.olga.account_id):
            assert audit.forget(f"member:{acme.olga.ref}") > 10
        text = export(acme, tmp_path).read_text(encoding="utf-8")
        assert "Olga" not in text
        assert ask_server(acme) == "" and ask_verifier(tmp_path / "export.jsonl")[0] == 0
        assert "Olga" not in sql(f"SELECT string_agg({TABLE}::text, '') FROM {TABLE} WHERE account_id = {acme.olga.account_id}", database())

    def test_false_words_are_seen(self, acme: Cast, tmp_path: Path) -> None:
        tamper("UPDATE accounts_auditpersonal SET value = 'Mallory' WHERE record_id = {id}", acme, 5)
        assert "row 5" in ask_server(acme) and "row 5" in ask_verifier(export(acme, tmp_path))[1]
        with account(acme.olga.account_id):
            assert AuditPersonal.objects.filter(value="Mallory").exists()


def tamper(statement: str, cast: Cast, number: int, *, also: str = "") -> None:
    """What somebody with root on the database's host can do: no trigger runs."""
    where = f"account_id = {cast.olga.account_id} AND number"
    row = sql(f"SELECT id FROM {TABLE} WHERE {where} = {number}", database()).strip()
    names = {"id": row, "where": where, "number": number, "account": cast.olga.account_id}
    sql(f"SET session_replication_role = replica; {statement.format(**names)}; {also.format(**names)}", database())


EDIT = f"UPDATE {TABLE} SET data = '{{{{}}}}' WHERE id = {{id}}"
CUT = f"DELETE FROM {TABLE} WHERE {{where}} >= {{number}}"
SWAP = f"""UPDATE {TABLE} SET number = -1 WHERE id = {{id}}; UPDATE {TABLE} SET number = {{number}} WHERE {{where}} = {{number}} + 1;
UPDATE {TABLE} SET number = {{number}} + 1 WHERE id = {{id}}"""
INSERT = f"""UPDATE {TABLE} SET number = -number WHERE {{where}} >= {{number}}; UPDATE {TABLE} SET number = 1 - number WHERE {{where}} < 0;
INSERT INTO {TABLE} (account_id, number, actor_kind, actor_id, action, target_kind, target_id, data, personal, created_at, hash, prev_hash)
SELECT account_id, {{number}}, actor_kind, actor_id, 'key.revoked', target_kind, target_id, data, personal, created_at, hash, prev_hash
FROM {TABLE} WHERE id = {{id}}"""
HEAD = f"""UPDATE accounts_audithead SET (number, hash) = (SELECT number, hash FROM {TABLE}
WHERE {{where}} = {{number}} - 1) WHERE account_id = {{account}}"""


class TestTampering:
    """AUD3: five ways, and both verifiers name the row."""

    @pytest.mark.parametrize(
        ("way", "statement"),
        [("edit", EDIT), ("delete", f"DELETE FROM {TABLE} WHERE id = {{id}}"), ("cut", CUT), ("swap", SWAP), ("insert", INSERT)],
    )
    def test_is_seen(self, acme: Cast, tmp_path: Path, way: str, statement: str) -> None:
        tamper(statement, acme, 6)
        assert "row 6" in ask_server(acme).partition("\n")[0]
        code, said = ask_verifier(export(acme, tmp_path))
        assert code == 1 and "row 6" in said.partition("\n")[0]

    def test_an_end_cut_off_with_its_head_needs_the_anchor(self, acme: Cast, tmp_path: Path) -> None:
        ours = str(public_id_of_acme(acme))
        assert anchor_heads() >= 2
        anchors = anchors_of(ours)
        tamper(CUT, acme, 6, also=HEAD)
        code, said = ask_verifier(export(acme, tmp_path))
        assert code == 0, f"the premise: without an anchor nobody can see it: {said}"
        kept = tmp_path / "anchors.jsonl"
        kept.write_text("".join(json.dumps(anchor) + "\n" for anchor in anchors), encoding="utf-8")
        code, said = ask_verifier(tmp_path / "export.jsonl", kept)
        last = anchors[-1]["number"]
        assert code == 1 and f"row {last} is missing" in said
        assert f"row {last}: missing" in ask_server(acme)


def public_id_of_acme(cast: Cast) -> object:
    with account(cast.olga.account_id):
        return Account.objects.get(pk=cast.olga.account_id).public_id
