"""What Prometheus is told of chat. `prometheus_client` names: base units, _total on counters."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

FAST_S = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
ROWS = (1, 2, 4, 8, 16, 32, 64, 128)

SOCKETS = Gauge("parley_sockets", "Open sockets", ["kind"])
FRAMES = Histogram("parley_frame_seconds", "From a frame's arrival to its answer", ["kind", "frame"])
RESYNCS = Counter("parley_resyncs", "Sockets told to resync because their queue was full")
MESSAGES = Counter("parley_messages", "Messages stored", ["author"])
COMMIT = Histogram("parley_commit_seconds", "From a frame with a message to its commit", buckets=FAST_S)
PUSH = Histogram("parley_push_seconds", "From a committed message to Redis having taken its pushes, a batch each", buckets=FAST_S)
DELIVER = Histogram("parley_deliver_seconds", "From a push to the socket having taken it, a burst each", buckets=FAST_S)
LANE_QUEUE = Gauge("parley_lane_queue", "Messages that wait for the lane")
LANE_BATCH = Histogram("parley_lane_batch_rows", "Messages in one commit", buckets=ROWS)
LANE_LOSSES = Counter("parley_lane_losses", "Batches sent again because the database went away or refused")
REDIS_LOSSES = Counter("parley_redis_losses", "Times the subscription connection was lost")
PUSHES_LOST = Counter("parley_pushes_lost", "Texts that could not be published; clients read them from Postgres")
SECOND_LOOKS = Counter("parley_second_looks", "Conversations with lines whose push did not come and that were read from Postgres instead")
CLIENT_ERRORS = Counter("parley_client_errors", "Errors the widget reported of itself")
