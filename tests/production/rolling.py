"""Both socket processes are restarted one after the other, while visitors write: nothing is lost, and nothing comes twice."""

from __future__ import annotations

import json
import signal
import sys
import time

import psycopg

from launcher.tool import must_run
from tests.launcher.waiting import START_S, wait_for
from tests.production.findings import Findings
from tests.production.topology import DRAIN_S, SOCKET_PROCESSES, Topology
from tests.production.visitors import Crowd

VISITORS = 30
ROUNDS = 2
# Enough to say that everybody is at work again before the next process leaves.
MESSAGES_BETWEEN = 300
QUIET_S = 10.0


def restart(topology: Topology, findings: Findings) -> None:
    """Restart under load, then compare what visitors were told with what the database has."""
    made = must_run([sys.executable, "-m", "tests.production.customer"], "No customer could be made.", env=topology.env | DJANGO)
    customer = json.loads(made.strip().rpartition("\n")[2])
    began = time.monotonic()
    with Crowd(VISITORS, url=topology.url, port=topology.port, authority=str(topology.authority.root), project=customer["key"]) as crowd:
        _at_work(crowd)
        for _ in range(ROUNDS):
            for number in range(1, SOCKET_PROCESSES + 1):
                _restart(topology, findings, f"sockets-{number}")
                _at_work(crowd)
    seconds = time.monotonic() - began
    findings.add(True, f"{VISITORS} visitors wrote", f"{crowd.sent()} messages in {seconds:.0f} s, {crowd.sent() / seconds:.0f} a second")
    findings.add(True, "sockets opened", sum(visitor.comebacks for visitor in crowd.visitors))
    _compare(topology, findings, crowd, customer["key"])
    findings.add(True, "longest wait for an answer, retries included", f"{max(visitor.longest_s for visitor in crowd.visitors):.1f} s")
    quiet = max(visitor.quiet_s for visitor in crowd.visitors)
    findings.add(quiet <= QUIET_S, f"nobody was without a push for {QUIET_S:.0f} s", f"longest {quiet:.1f} s")


DJANGO = {"DJANGO_SETTINGS_MODULE": "config.settings"}


def _at_work(crowd: Crowd) -> None:
    goal = crowd.sent() + MESSAGES_BETWEEN
    wait_for(lambda: crowd.sent() >= goal, f"{MESSAGES_BETWEEN} more messages", within_s=START_S)


def _restart(topology: Topology, findings: Findings, name: str) -> None:
    """SIGTERM, an end by itself within the time to drain, and a new process that is ready."""
    one = topology.kept(name)
    assert one.process is not None
    old, began = one.process, time.monotonic()
    old.send_signal(signal.SIGTERM)
    code = old.wait(DRAIN_S + 10)
    left = time.monotonic() - began
    topology.supervisor.start_again(name)
    seen = f"gone after {left:.1f} s with {code}, ready after {time.monotonic() - began:.1f} s"
    findings.add(code == 0 and left <= DRAIN_S + 1, f"{name} drained, and is back", seen)


def _compare(topology: Topology, findings: Findings, crowd: Crowd, key: str) -> None:
    """The database against what each visitor was told."""
    with psycopg.connect(**topology.story()["superuser"]) as connection:
        rows = connection.execute(
            """
            SELECT m.client_id::text, m.public_number, m.number FROM chat_message m JOIN accounts_project p ON p.id = m.project_id
            WHERE p.key = %s AND m.kind = 'text'
            """,
            [key],
        ).fetchall()
        gaps = connection.execute(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM chat_message m JOIN accounts_project p ON p.id = m.project_id WHERE p.key = %s
                GROUP BY m.conversation_id HAVING count(*) <> max(m.number) OR min(m.number) <> 1
            ) AS gaps
            """,
            [key],
        ).fetchone()
    stored = {client_id: public for client_id, public, _ in rows}
    acked = {client_id: number for visitor in crowd.visitors for client_id, number in visitor.acked.items()}
    lost = {client_id for client_id, number in acked.items() if stored.get(client_id) != number}
    findings.add(not lost, "every answered message is stored under its number", f"{len(acked)} answered, {len(lost)} lost")
    doubled = len(rows) - len(stored)
    findings.add(not doubled and len(stored) == len(acked), "none is stored twice", f"{len(rows)} rows, {doubled} doubled")
    findings.add(gaps == (0,), "no conversation has a gap in its numbers", f"{gaps and gaps[0]} with one")
    unseen = sum(len(set(visitor.acked.values()) - visitor.seen) for visitor in crowd.visitors)
    findings.add(unseen <= VISITORS, "each visitor saw its own messages come back", f"{unseen} under way when the crowd left")
