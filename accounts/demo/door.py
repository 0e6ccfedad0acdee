"""Who may see the demo's pages: this machine, in the embedded run."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}


def embedded_only(view: View) -> View:
    """404 unless this is the embedded run (or its tests) and the browser is on this machine.

    The mailbox shows everybody's confirmation and reset links, so an address on the network must not reach it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_demo(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def is_demo(request: HttpRequest) -> bool:
    """True where the demo's pages may be shown, and linked to."""
    if settings.PARLEY_ENV not in ("embedded", "test"):
        return False
    try:
        near = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
        host = request.get_host()
    except (ValueError, DisallowedHost):  # the page of that very error asks here too
        return False
    # Behind a tunnel everybody arrives from loopback, but asks for the tunnel's name.
    return near and urlsplit(f"//{host}").hostname in LOOPBACK_NAMES
