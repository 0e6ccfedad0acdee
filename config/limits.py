"""The door before all doors: a request too many is answered with 429 and a time to come back (AVL1)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from chat import limits
from chat.networks import network_of
from config.errors import PROGRAMS

Handler = Callable[[HttpRequest], HttpResponse]


def limit_requests(handler: Handler) -> Handler:
    """Count each request for the network that it comes from. Static files pass before this: they cost nothing."""

    def handle(request: HttpRequest) -> HttpResponse:
        name = limits.limit_of(str(request.method), request.path)
        wait_ms = limits.take(name, network_of(request.META.get("REMOTE_ADDR", "")))
        return too_many(request, wait_ms) if wait_ms else handler(request)

    return handle


def too_many(request: HttpRequest, wait_ms: int) -> HttpResponse:
    """The 429: as JSON where programs ask, as a page where people do."""
    if request.path.startswith(PROGRAMS):
        error = {"code": "slow_down", "detail": "Too fast: wait a moment and send it again."}
        response: HttpResponse = JsonResponse({"error": error}, status=429)
    else:
        response = render(request, "429.html", status=429)
    response["Retry-After"] = str(max(1, -(-wait_ms // 1000)))
    return response
