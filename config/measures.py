"""What Prometheus is told of HTTP (of chat: chat/metrics.py), and how several processes behind one port tell it together."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

HTTP = Histogram("parley_http_seconds", "From a request to its answer, long polls aside", ["method", "status"])
TASKS = Gauge("parley_tasks", "Tasks of the event loop")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# They wait for something to happen: their time says nothing of the server.
LONG_POLLS = ("/w/api/feed", "/api/v1/live/feed")


def measure_http(method: str, path: str, status: int, seconds: float) -> None:
    """Count one request. Labels are of a few words: whoever invents methods must not fill our memory."""
    if path not in LONG_POLLS:
        HTTP.labels(method if method in METHODS else "other", f"{status // 100}xx").observe(seconds)


def exposition() -> bytes:
    """The text for Prometheus: of this process, or of all workers of this gunicorn."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)
