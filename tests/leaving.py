"""What left through the guarded door, by the logs of every process of a Parley, against what somebody pressed, by its rows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from tests.databases import sql

# As the door writes it down before it connects (integrations/outbound/tally.py).
CONNECTION = re.compile(r"outbound connection purpose='([^']+)' host='([^']+)' port=(\d+) ")
# Asked for by a person in another way than by a press: to connect a provider, or to come in by it; to be called in this browser.
ASKED_FOR = {"single_sign_on", "push"}

Place = tuple[str, str, int]  # purpose, host, port
PORTS = {"http": 80, "https": 443}

# Mails go to our own mail server, and by no door.
TRIES = """
SELECT i.connector, f.url, sum(d.tries), (SELECT count(*) FROM integrations_attempt a WHERE a.delivery_id = any(array_agg(d.id)))
FROM integrations_delivery d JOIN integrations_forward f ON f.id = d.forward_id JOIN integrations_integration i ON i.id = d.integration_id
WHERE i.connector <> 'email' GROUP BY i.connector, f.url
"""


def left(folder: Path) -> Counter[Place]:
    """Every connection that the processes with a log in this folder have opened, or tried to."""
    lines = (found for log in sorted(folder.glob("*.log")) for found in CONNECTION.findall(log.read_text(errors="replace")))
    return Counter((purpose, host, int(port)) for purpose, host, port in lines)


def tried(database: str) -> tuple[Counter[Place], Counter[Place]]:
    """The tries of all that was pressed: begun, and ended. They are the same unless a worker was killed between."""
    begun: Counter[Place] = Counter()
    ended: Counter[Place] = Counter()
    for row in sql(f"COPY ({TRIES}) TO STDOUT WITH (DELIMITER '|');", database).splitlines():
        connector, url, *counts = row.split("|")
        parts = urlsplit(url)
        place = (f"integration.{connector}", parts.hostname or "", parts.port or PORTS[parts.scheme])
        begun[place] += int(counts[0])
        ended[place] += int(counts[1])
    return +begun, +ended


def look(folder: Path, database: str, *, killed: bool = False) -> tuple[int, int]:
    """Fails for a connection that no press accounts for, and for a try without one. Gives how many were pressed, and asked for.

    Where a worker was `killed`, a try that it had begun may have come to a connection or not.
    """
    connections = left(folder)
    asked = Counter({place: count for place, count in connections.items() if place[0] in ASKED_FOR})
    others = connections - asked
    begun, ended = tried(database)
    assert not others - begun, f"INT1: these left without a press: {others - begun}"
    assert not (ended if killed else begun) - others, f"pressed and tried, and the door did not open: {begun - others}"
    return others.total(), asked.total()
