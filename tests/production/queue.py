"""Whether beat and the worker do their work, over a broker with TLS and a password: the worker itself is asked."""

from __future__ import annotations

import json
import sys

from launcher.tool import run_quietly
from tests.launcher.waiting import wait_for
from tests.production.findings import Findings
from tests.production.topology import Topology

INSPECT = ["-m", "celery", "-q", "-A", "config", "inspect", "stats", "--json", "--timeout", "5"]
# Beat sends every ten seconds, and each question takes a start of Celery.
WITHIN_S = 40.0


def look(topology: Topology, findings: Findings) -> None:
    """Wait until the worker has done a task that beat has sent."""
    done: dict[str, int] = {}

    def asked() -> bool:
        done.update(_done(topology))
        return bool(done)

    wait_for(asked, "a task of beat's in the worker", within_s=WITHIN_S)
    findings.add(True, "beat sends, and the worker works", ", ".join(f"{name} {count}" for name, count in done.items()))


def _done(topology: Topology) -> dict[str, int]:
    """How often which task was done, as the workers say."""
    said = run_quietly([sys.executable, *INSPECT], env=topology.env).stdout
    answers: dict[str, dict[str, dict[str, int]]] = next(
        (json.loads(line) for line in said.splitlines() if line.startswith("{") and '"total"' in line), {}
    )
    return {name: count for worker in answers.values() for name, count in worker["total"].items()}
