"""A form and its answer as both sides' sockets hear them."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from typing import Any

from tests.serving import House
from tests.sockets.talking import new_id, operator, visitor
from tests.sockets.test_pushes import first_words


async def ask(house: House, talk: str) -> None:
    """Oscar asks by REST, as his browser does."""
    address = f"http://127.0.0.1:{house.web.port}/api/v1/projects/{house.cast.shop.public_id}/conversations/{talk}/forms"
    body = json.dumps({"client_id": new_id(), "asks": ["email"], "purpose": "to write back"}).encode()
    headers = {"Authorization": f"Bearer {house.keys['oscar']}", "Content-Type": "application/json"}

    def post() -> int:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as answer:
            return int(answer.status)

    assert await asyncio.to_thread(post) == 201


def is_form_of(kind: str) -> Any:
    return lambda push: push["type"] == "message" and push["message"]["kind"] == "form" and push["message"]["author"]["kind"] == kind


async def test_asked_and_answered(house: House) -> None:
    async with operator(house) as clerk, visitor(house) as socket:
        talk = await first_words(house, socket, clerk)
        await ask(house, talk)
        heard = await socket.until(is_form_of("operator"))
        assert heard["message"]["data"] == (await clerk.until(is_form_of("operator")))["message"]["data"]
        given = {"form_id": heard["message"]["data"]["form_id"], "answers": {"email": "vera@vera.example"}}
        said = await socket.ask("form", client_id=new_id(), **given)
        answered = await clerk.until(is_form_of("visitor"))
        assert (said["number"], said["conversation"]) == (3, talk) and answered["message"]["data"] == given
        named = await clerk.until(lambda push: push["type"] == "visitor" and push["visitor"]["email"] == "vera@vera.example")
        assert named["visitor"]["verified"] is False
