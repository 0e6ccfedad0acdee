"""The REST doors' manners: CSRF and keys, bad input, pages, and the form of every error."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.actions.issue_api_key import issue_personal_key
from accounts.tenancy import tenant
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.tokens import mint_token
from tests.cast import Cast, cast, cast_of_class

__all__ = ["cast", "cast_of_class"]
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(cast: Cast, name: str, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(cast.users[name], backend=SIGN_IN)
    return client


def base(cast: Cast) -> str:
    return f"/api/v1/projects/{cast.shop.public_id}"


def one(cast: Cast) -> str:
    return f"{base(cast)}/conversations/{cast.talk.public_id}"


def error_of(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The error of an answer, which has the contract's form and nothing else."""
    assert answer.status_code == status, answer.content
    told = json.loads(answer.content)
    assert set(told) == {"error"} and {"code", "detail"} <= set(told["error"]) <= {"code", "detail", "fields"}
    assert told["error"]["code"] == code, told
    return dict(told["error"])


def send(client: Client, method: str, url: str, body: Any, **headers: str) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return getattr(client, method)(url, data=text, content_type="application/json", headers=headers)


class TestSigningIn:
    def test_a_session_needs_its_csrf_token(self, cast: Cast) -> None:
        client = signed_in(cast, "oscar", enforce_csrf_checks=True)
        message = {"client_id": str(uuid.uuid4()), "text": "Hello"}
        error_of(send(client, "post", f"{one(cast)}/messages", message), 403, "forbidden")
        client.get(f"/panel/{cast.shop.public_id}/inbox/")
        token = client.cookies["csrftoken"].value
        assert send(client, "post", f"{one(cast)}/messages", message, **{"X-CSRFToken": token}).status_code == 201

    def test_a_key_needs_none(self, cast: Cast) -> None:
        key = issue_personal_key(cast.oscar, name="Script")
        message = {"client_id": str(uuid.uuid4()), "text": "Hello"}
        script = Client(enforce_csrf_checks=True)
        assert send(script, "post", f"{one(cast)}/messages", message, Authorization=f"Bearer {key}").status_code == 201

    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer no-such-key", "Bearer é", "Basic x:y", ""])
    def test_what_is_no_key(self, cast: Cast, header: str) -> None:
        answer = Client().get(f"{base(cast)}/conversations", headers={"Authorization": header})
        error_of(answer, 401, "sign_in")
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_a_bad_key_is_not_helped_by_a_session(self, cast: Cast) -> None:
        answer = signed_in(cast, "oscar").get(f"{base(cast)}/conversations", headers={"Authorization": "Bearer no-such-key"})
        error_of(answer, 401, "sign_in")


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("view=theirs", "view"),
            ("turn=mine", "turn"),
            ("status=gone", "status"),
            ("cursor=garbled", "cursor"),
            ("cursor=" + "x" * 5000, "cursor"),
            ("cursor=MjAyNi0wMS0wMVQwMDowMDowMCswMDowMHw5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "cursor"),
        ],
    )
    def test_a_list_says_which_part_of_the_query(self, cast: Cast, query: str, field: str) -> None:
        answer = signed_in(cast, "oscar").get(f"{base(cast)}/conversations?{query}")
        assert field in error_of(answer, 400, "invalid")["fields"]

    @pytest.mark.parametrize("query", ["q=%00", "q=%F0%9F%98%80", "q=" + "x" * 5000, "assignee=me", "assignee=none", "view=", "turn="])
    def test_a_list_takes_odd_words(self, cast: Cast, query: str) -> None:
        assert signed_in(cast, "oscar").get(f"{base(cast)}/conversations?{query}").status_code == 200

    @pytest.mark.parametrize("query", ["after=x", "before=-1", "limit=1.5", "after=99999999999999999999"])
    def test_a_timeline(self, cast: Cast, query: str) -> None:
        answer = signed_in(cast, "oscar").get(f"{one(cast)}/messages?{query}")
        assert query.partition("=")[0] in error_of(answer, 400, "invalid")["fields"]

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ("{", 400, "invalid"),
            ("[]", 400, "invalid"),
            ("[" * 50_000, 400, "invalid"),
            ({}, 400, "bad_id"),
            ({"client_id": "x", "text": "Hello"}, 400, "bad_id"),
            ({"client_id": str(uuid.uuid4())}, 400, "bad_text"),
            ({"client_id": str(uuid.uuid4()), "text": " "}, 400, "empty"),
            ({"client_id": str(uuid.uuid4()), "text": "x" * 10_001}, 400, "too_long"),
            ({"client_id": str(uuid.uuid4()), "text": "\ud800"}, 400, "bad_text"),
            ({"client_id": str(uuid.uuid4()), "text": "x", "kind": "activity"}, 400, "invalid"),
            ({"text": "x" * 3_000_000}, 413, "too_large"),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_a_message(self, cast: Cast, body: Any, status: int, code: str) -> None:
        error_of(send(signed_in(cast, "oscar"), "post", f"{one(cast)}/messages", body), status, code)

    @pytest.mark.parametrize("body", [{"status": "gone"}, {"number": 7}, {"visitor": "x"}, {"last_number": 1, "status": "closed"}])
    def test_a_conversation(self, cast: Cast, body: Any) -> None:
        client = signed_in(cast, "oscar")
        before = client.get(one(cast)).json()
        assert error_of(send(client, "patch", one(cast), body), 400, "invalid")["fields"]
        assert client.get(one(cast)).json() == before

    def test_a_refused_half_undoes_the_other(self, cast: Cast) -> None:
        client = signed_in(cast, "oscar")
        error_of(send(client, "patch", one(cast), {"assignee": "me", "status": "gone"}), 400, "invalid")
        assert client.get(one(cast)).json()["assignee"] is None

    @pytest.mark.parametrize(
        "body",
        [
            {"actor": "x"},
            {"project": 1},
            {"account_id": 1},
            {"key": "mine"},
            {"name": 7},
            {"name": ""},
            {"color": "red"},
            {"color": 7},
            {"allowed_domains": "acme.example"},
            {"allowed_domains": [7]},
            {"allowed_domains": []},
            {"live_visitors": "perhaps"},
        ],
        ids=str,
    )
    def test_settings(self, cast: Cast, body: dict[str, Any]) -> None:
        client = signed_in(cast, "olga")
        before = client.get(base(cast)).json()
        error_of(send(client, "patch", base(cast), body), 400, "invalid")
        assert client.get(base(cast)).json() == before

    def test_addresses_and_methods_that_are_none(self, cast: Cast) -> None:
        client = signed_in(cast, "oscar")
        error_of(client.get("/api/v1/nothing/here"), 404, "not_found")
        error_of(client.delete(one(cast)), 405, "method_not_allowed")
        for odd in ("x", "%00", "{}", "urn:uuid:x"):
            error_of(client.get(f"/api/v1/projects/{odd}"), 404, "not_found")
            error_of(client.get(f"{base(cast)}/conversations/{odd}"), 404, "not_found")
            error_of(client.get(f"{base(cast)}/visitors/{odd}"), 404, "not_found")


class TestWorking:
    def test_a_message_again_is_the_same_message(self, cast: Cast) -> None:
        client, message = signed_in(cast, "oscar"), {"client_id": str(uuid.uuid4()), "text": "Once"}
        first = send(client, "post", f"{one(cast)}/messages", message)
        again = send(client, "post", f"{one(cast)}/messages", message)
        assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()

    def test_assign_close_and_reopen(self, cast: Cast) -> None:
        client = signed_in(cast, "oscar")
        assert send(client, "patch", one(cast), {"assignee": "me"}).json()["assignee"]["name"] == "Oscar"
        assert send(client, "patch", one(cast), {"status": "closed", "assignee": None}).json()["status"] == "closed"
        assert send(client, "patch", one(cast), {"status": "open"}).json()["status"] == "open"
        viewer = str(cast.members["vic"].public_id)
        error_of(send(client, "patch", one(cast), {"assignee": viewer}), 409, "conflict")
        stranger = str(cast.members["gus"].public_id)
        error_of(send(client, "patch", one(cast), {"assignee": stranger}), 404, "not_found")

    def test_pages_are_stable_while_conversations_move(self, cast: Cast) -> None:
        """What was there when the reader began comes exactly once, although others write meanwhile."""
        with tenant(cast.shop):
            for _ in range(120):
                visitor = register_visitor(cast.shop, mint_token(cast.shop))
                post_visitor_message(cast.shop, visitor, client_id=uuid.uuid4(), text="Hello")
        client = signed_in(cast, "oscar")
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = client.get(f"{base(cast)}/conversations?turn=yours&cursor={cursor}").json()
            seen += [row["id"] for row in page["results"]]
            cursor = page["next"]
            with tenant(cast.shop):
                late = register_visitor(cast.shop, mint_token(cast.shop))
                post_visitor_message(cast.shop, late, client_id=uuid.uuid4(), text="Late")
        assert len(seen) == len(set(seen)) >= 121
