"""The ASGI application: sockets by path, everything else is Django."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()

from config.sockets import SOCKETS  # noqa: E402  (consumers need the apps to be loaded)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Sockets to their consumer, an unknown one is refused at the handshake."""
    if scope["type"] != "websocket":
        # Daphne takes it from a header that anybody may send; it would stand before every link, also in mails.
        await pages({**scope, "root_path": ""}, receive, send)
    elif consumer := SOCKETS.get(scope["path"]):
        await consumer(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 4404})
