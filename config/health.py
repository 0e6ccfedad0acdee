"""Alive, ready, and what Prometheus reads."""

from __future__ import annotations

import ipaddress

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from chat import doorbell, draining
from config.measures import exposition


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing of what it depends on, so that a slow database restarts nobody."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the database, Redis and the queue are usable. Without Redis chat goes on, degraded: that is still ready.

    A process that is about to end is not, so that a balancer sends nobody here any more.
    """
    if draining.begun():
        return JsonResponse({"status": "draining"}, status=503)
    redis_is_there = doorbell.ask(lambda shard: bool(shard.ping()), otherwise=False)
    parts = {"database": _database_answers(), "redis": redis_is_there, "queue": redis_is_there}
    status = 200 if parts["database"] else 503
    state = "ok" if all(parts.values()) else "degraded" if status == 200 else "down"
    return JsonResponse({"status": state, **parts}, status=status)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    except DatabaseError:
        return False


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus on the same host or network: not public, so a 404 for everybody else."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        raise Http404 from None
    neighbour = address.is_loopback or address.is_private
    if not neighbour or request.META.get("parley.unknown_proxy"):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
