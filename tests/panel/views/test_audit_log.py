"""The page of the audit log, its filters, one entry, its files, and the same over REST."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts import audit
from accounts.actors import Actor
from accounts.tenancy import account, tenant
from accounts.tracing import client_address
from chat.actions.assign_conversation import assign_conversation
from tests.cast import Cast
from tests.panel.views.test_projects import client_of

PAGE = "/panel/settings/audit/"


@pytest.fixture
def log(cast: Cast) -> Cast:
    """Acme's log with three further entries, linked as a commit would."""
    with tenant(cast.shop):
        assign_conversation(cast.oscar, cast.shop, cast.talk, to=cast.members["oscar"])
    say(cast, cast.ada, "member.invited", email="=cmd@acme.example", role="admin")
    say(cast, cast.olga, "member.changed", name="Oscar", before={"role": "operator"}, after={"role": "admin"})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return cast


def say(cast: Cast, actor: Actor, action: str, **data: object) -> None:
    token = client_address.set("203.0.113.9")
    with account(actor.account_id):
        audit.record(actor, action, cast.members["oscar"], **data)
    client_address.reset(token)


def ask(cast: Cast, path: str = "", **asked: str) -> str:
    answer = client_of(cast.users["olga"]).get(f"{PAGE}{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


class TestThePage:
    def test_says_who_did_what_to_whom_from_where(self, log: Cast) -> None:
        page = ask(log)
        assert "Assigned a conversation" in page and "=cmd@acme.example, as admin" in page and "203.0.113.9" in page
        assert "<del>operator</del>" in page and "<ins>admin</ins>" in page
        assert "unchanged" in page

    @pytest.mark.parametrize(
        ("asked", "found", "missed"),
        [
            ({"action": "member.invited"}, "Invited", "<del>operator"),
            ({"q": "CMD@acme"}, "=cmd@acme.example", "<del>operator"),
            ({"q": "203.0.113.9"}, "=cmd@acme.example", "Oscar</bdi>\n"),
            ({"since": "2020-01-01", "until": "2020-01-02"}, "No entry is like this", "=cmd@"),
            ({"since": "yesterday"}, "A day like", "=cmd@"),
            ({"project": "x"}, "The id of a project", "=cmd@"),
            ({"before": "x"}, "cursor", "=cmd@"),
        ],
    )
    def test_filters(self, log: Cast, asked: dict[str, str], found: str, missed: str) -> None:
        page = ask(log, **asked)
        assert found in page and missed not in page

    def test_by_person_and_project(self, log: Cast) -> None:
        assert "=cmd@" in ask(log, actor=log.ada.ref) and "=cmd@" not in ask(log, actor=log.oscar.ref)
        page = ask(log, project=str(log.shop.public_id))
        assert "<td>Assigned a conversation" in page and "=cmd@" not in page

    def test_one_entry(self, log: Cast) -> None:
        (line,) = [line for line in rest(log)["results"] if line["action"] == "member.changed"]
        page = ask(log, f"{line['number']}/")
        assert line["hash"] in page and line["prev_hash"] in page and "Unchanged" in page
        assert client_of(log.users["olga"]).get(f"{PAGE}99999/").status_code == 404
        assert client_of(log.users["gus"]).get(f"{PAGE}{line['number']}/").status_code == 404

    def test_who_may_not(self, log: Cast) -> None:
        for name, status in {"ada": 200, "oscar": 403, "vic": 403, "lena": 403, "emil": 404, "gus": 200}.items():
            for path in ("", "export.csv", "export.jsonl"):
                answer = client_of(log.users[name]).get(PAGE + path)
                assert answer.status_code == status, (name, path)
                said = answer.getvalue() if answer.streaming else answer.content
                assert b"=cmd@" not in said or name == "ada"


class TestFiles:
    def test_a_cell_is_never_a_formula(self, log: Cast) -> None:
        answer = client_of(log.users["olga"]).get(f"{PAGE}export.csv", {"action": "member.invited"})
        rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
        assert [(row["who"], row["detail"], row["address"]) for row in rows] == [("Ada", "'=cmd@acme.example, as admin", "203.0.113.9")]

    def test_its_length_is_known(self, log: Cast) -> None:
        answer = client_of(log.users["olga"]).get(f"{PAGE}export.jsonl")
        text = answer.getvalue().decode()
        assert int(answer["Content-Length"]) == len(text.encode())
        lines = [json.loads(line) for line in text.splitlines()]
        assert lines[-1]["head"]["hash"] == lines[-2]["hash"]


def rest(cast: Cast, **asked: str) -> dict[str, Any]:
    client = Client()
    client.force_login(cast.users["olga"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/api/v1/account/audit", asked)
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


class TestRest:
    def test_pages_have_every_line_once(self, log: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(60):
            say(log, log.olga, "key.revoked", name="old")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        first = rest(log)
        second = rest(log, cursor=str(first["next"]))
        numbers = [line["number"] for line in first["results"] + second["results"]]
        assert numbers == sorted(set(numbers), reverse=True) and len(first["results"]) == 50 and numbers[-1] == 1
        assert second["next"] is None

    def test_a_wrong_cursor_is_refused(self, log: Cast) -> None:
        client = client_of(log.users["olga"])
        assert client.get("/api/v1/account/audit?cursor=x").status_code == 400
        assert client.get("/api/v1/account/audit?since=x").status_code == 400
