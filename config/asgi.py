"""The ASGI application: sockets by path, everything else is Django."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()

from chat import draining  # noqa: E402  (the apps have to be loaded)
from config.sockets import SOCKETS  # noqa: E402  (the same)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Sockets to their consumer; an unknown one is refused at the handshake, and while the process drains every new one."""
    if scope["type"] != "websocket":
        # Daphne takes it from a header that anybody may send; it would stand before every link, also in mails.
        with draining.guest():
            await pages({**scope, "root_path": ""}, receive, send)
    elif draining.begun():
        await refuse(receive, send, 503)
    elif consumer := SOCKETS.get(scope["path"]):
        await consumer(scope, receive, send)
    else:
        await refuse(receive, send, 404)


async def refuse(receive: Any, send: Any, status: int) -> None:
    """Answer a socket's handshake with this status of HTTP."""
    await receive()
    await send({"type": "websocket.http.response.start", "status": status, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})
