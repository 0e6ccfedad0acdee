"""Every connection through the guarded door is counted, for Prometheus and for whoever looks into this process."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import asdict, dataclass

from prometheus_client import Counter

from integrations.outbound.addresses import Address
from integrations.outbound.urls import Target

REMEMBERED = 1000

logger = logging.getLogger(__name__)

CONNECTIONS = Counter("parley_outbound_connections", "Connections to addresses that customers chose", ["purpose"])
REQUESTS = Counter("parley_outbound_requests", "Requests to such addresses, and how they ended", ["purpose", "ended"])


@dataclass(frozen=True)
class Connection:
    purpose: str
    host: str
    port: int
    address: str


# The last ones of this process. Hosts are too many for a label.
RECENT: deque[Connection] = deque(maxlen=REMEMBERED)


def connected(purpose: str, target: Target, address: Address) -> None:
    """One more attempt to connect: counted before it is made, so that none is missed."""
    CONNECTIONS.labels(purpose).inc()
    connection = Connection(purpose, target.host, target.port, str(address))
    RECENT.append(connection)
    logger.info("outbound connection", extra=asdict(connection))


def count(purpose: str, ended: str) -> None:
    REQUESTS.labels(purpose, ended).inc()
