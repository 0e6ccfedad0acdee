"""The REST doors of a team's work: bad input, pages by priority, and the inboxes of all projects in one."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.tenancy import tenant
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.models import Conversation
from chat.tokens import mint_token
from panel.api import conversations, inbox
from tests.cast import Cast, cast, cast_of_class
from tests.panel.api.test_rest import base, error_of, one, send, signed_in

__all__ = ["cast", "cast_of_class"]


def results(client: Client, url: str) -> list[dict[str, Any]]:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    return list(json.loads(answer.content)["results"])


def say(cast: Cast, project: Any, words: str) -> Conversation:
    with tenant(project):
        visitor = register_visitor(project, mint_token(project), name=words)
        return post_visitor_message(project, visitor, client_id=uuid.uuid4(), text=words).conversation


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "conversations?tag=a&tag=b&tag=c&tag=d&tag=e&tag=f", None, 400, "invalid"),
        ("get", "conversations?priority=9", None, 400, "invalid"),
        ("get", "conversations?unread=perhaps", None, 400, "invalid"),
        ("get", "conversations?visitor=somebody", None, 404, "not_found"),
        ("get", f"conversations?visitor={uuid.uuid4()}", None, 404, "not_found"),
        ("get", "conversations?turn=yours&cursor=MjAyNi0wMS0wMVQwMDowMDowMCswMDowMHwx", None, 400, "invalid"),  # of another section
        ("post", "conversations/bulk", {"changes": [{"conversation": "x"}] * 10_000}, 400, "invalid"),
        ("post", "conversations/bulk", {"change": []}, 400, "invalid"),
        ("post", "tags", {"name": "x" * 61}, 400, "invalid"),
        ("post", "tags", {"name": "x", "hue": 7}, 400, "invalid"),
        ("post", "tags", [], 400, "invalid"),
        ("post", "canned-replies", {"shortcut": "x"}, 400, "invalid"),
        ("post", "views", {"name": "x", "wants": {"status": "gone"}}, 400, "invalid"),
        ("post", "macros", {"name": "x", "does": {}}, 403, "forbidden"),
        ("get", "views/not-an-id", None, 404, "not_found"),
        ("get", f"macros/{uuid.uuid4()}", None, 404, "not_found"),
    ],
)
def test_bad_input(cast: Cast, method: str, path: str, body: Any, status: int, code: str) -> None:
    client, url = signed_in(cast, "oscar"), f"{base(cast)}/{path}"
    error_of(client.get(url) if method == "get" else send(client, method, url, body), status, code)


@pytest.mark.parametrize("number", ["0", "x", "99999999999", "-1"])
def test_no_such_line(cast: Cast, number: str) -> None:
    error_of(send(signed_in(cast, "oscar"), "patch", f"{one(cast)}/messages/{number}", {"text": "x"}), 404, "not_found")


def test_the_urgent_come_first_over_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "PAGE", 1)
    later = [say(cast, cast.shop, words) for words in ("second", "third")]
    with tenant(cast.shop):
        Conversation.objects.filter(pk=later[1].pk).update(priority=2)
    client, found, cursor = signed_in(cast, "oscar"), [], ""
    while cursor is not None:
        page = json.loads(client.get(f"{base(cast)}/conversations?turn=yours&cursor={cursor}").content)
        found += [shape["number"] for shape in page["results"]]
        cursor = page["next"]
    assert found == [3, 1, 2]


def test_all_projects_in_one_inbox(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (conversations, inbox):
        monkeypatch.setattr(module, "PAGE", 1)
    say(cast, cast.outlet, "From the outlet")
    say(cast, cast.globex, "From elsewhere")
    client, found, cursor = signed_in(cast, "oscar"), [], ""
    while cursor is not None:
        page = json.loads(client.get(f"/api/v1/inbox?turn=yours&cursor={cursor}").content)
        found += [shape["project"] for shape in page["results"]]
        cursor = page["next"]
    assert found == [str(cast.shop.public_id), str(cast.outlet.public_id)]
    assert {shape["project"] for shape in results(signed_in(cast, "lena"), "/api/v1/inbox")} == {str(cast.outlet.public_id)}
