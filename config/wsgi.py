"""The WSGI application: pages and REST. What waits is served by the socket processes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_wsgi_application()

# A few people who wait here would take every thread. The balancer sends these, and /ws/, to the socket processes.
FEEDS = ("/w/api/feed", "/api/v1/live/feed")
ELSEWHERE = {"error": {"code": "busy", "detail": "Feeds are answered by `manage.py serve`: the balancer has to send them there."}}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Everything but the feeds."""
    if environ["PATH_INFO"] not in FEEDS:
        return pages(environ, start_response)
    start_response("503 Service Unavailable", [("Content-Type", "application/json"), ("Retry-After", "5")])
    return [json.dumps(ELSEWHERE).encode()]
