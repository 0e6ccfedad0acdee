"""AUZ3: what a role sees of a conversation, a message and a colleague, written out; the same keys over REST and the socket."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from typing import Any

import pytest

from tests.serving import House
from tests.sockets.talking import operating

CONVERSATION = {
    "id", "number", "last_number", "project", "status", "assignee", "department", "tags", "visitor", "subject", "last_message", "unread",
    "visitor_read", "operator_read", "rating", "waiting_since", "snoozed_until", "priority", "created_at", "updated_at",
}  # fmt: skip
MESSAGE = {
    "conversation", "number", "kind", "author", "text", "data", "attachments", "client_id", "created_at", "edited_at", "deleted",
}  # fmt: skip
OPERATOR = {"id", "name", "avatar", "available", "chats", "role"}
PROJECT = {"id", "name", "slug", "key", "color", "website", "role"}


def get(house: House, name: str, path: str) -> Any:
    request = urllib.request.Request(house.web.url + path, headers={"Authorization": f"Bearer {house.keys[name]}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


class TestFieldsPerRole:
    @pytest.mark.parametrize("name", ["vic", "oscar"])
    async def test_over_rest_and_the_socket(self, house: House, name: str) -> None:
        shop, talk = house.cast.shop.public_id, str(house.cast.talk.public_id)
        within = f"/api/v1/projects/{shop}"
        rest = {
            path: await asyncio.to_thread(get, house, name, within + path)
            for path in ("/conversations", f"/conversations/{talk}", f"/conversations/{talk}/messages", "/operators", "")
        }
        async with operating(house, house.keys[name]) as socket:
            hello = await socket.ask("hello", v=1, projects=[str(shop)])
            resumed = await socket.ask("resume", conversation=talk, after=0)
        for shape in (rest["/conversations"]["results"][0], rest[f"/conversations/{talk}"], resumed["conversation"]):
            assert set(shape) == CONVERSATION
        for shape in (rest[f"/conversations/{talk}/messages"]["results"][0], resumed["messages"][0]):
            assert set(shape) == MESSAGE
        for shape in (*rest["/operators"]["results"], *hello["presence"]):
            assert set(shape) == OPERATOR
        assert rest[f"/conversations/{talk}/messages"]["results"] == resumed["messages"]
        (project,) = hello["projects"]
        assert set(project) == PROJECT and {key: rest[""][key] for key in PROJECT} == project
