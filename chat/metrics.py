"""What Prometheus is told of chat. `prometheus_client` names: base units, _total on counters."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SOCKETS = Gauge("parley_sockets", "Open sockets", ["kind"])
FRAMES = Histogram("parley_frame_seconds", "From a frame's arrival to its answer", ["kind", "frame"])
RESYNCS = Counter("parley_resyncs", "Sockets told to resync because their queue was full")
MESSAGES = Counter("parley_messages", "Messages stored", ["author"])
CLIENT_ERRORS = Counter("parley_client_errors", "Errors the widget reported of itself")
