"""Nobody chooses from outside what stands before our links: daphne believes a `Daphne-Root-Path` header."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from config.asgi import application


@pytest.mark.django_db
async def test_a_root_path_of_the_request_is_not_believed() -> None:
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/panel/",
        "root_path": "/evil",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }

    said = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return said.pop() if said else await asyncio.Future()  # the browser waits for the answer

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await application(scope, receive, send)
    assert dict(sent[0]["headers"])[b"Location"].startswith(b"/accounts/login/")
