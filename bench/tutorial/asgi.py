"""The tutorial's application: the sockets of the chat and nothing else."""

from __future__ import annotations

import os
from typing import Any, cast

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.tutorial.settings"

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path

pages = get_asgi_application()

from bench.tutorial.consumers import ChatConsumer  # noqa: E402  (models need the apps to be loaded)

consumer: Any = ChatConsumer.as_asgi()
sockets: Any = URLRouter([cast("Any", path(f"ws/{kind}/", consumer)) for kind in ("widget", "panel")])
application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
