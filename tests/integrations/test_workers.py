"""Real workers: killed in the middle, without their broker's queue, and beside a partner that is dead. Each press arrives, once by its id.

`PARLEY_WORKER_KILLS=50 make test ARGS=tests/integrations/test_workers.py` is the long form.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis

from accounts.tenancy import tenant
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.tokens import mint_token
from integrations.actions.connect_integration import connect_integration
from integrations.actions.press import press
from integrations.connectors import connector_named
from integrations.models import Delivery, Integration
from launcher.program import Program, start
from tests.boot import ROOT, STORES
from tests.cast import Cast, build_cast
from tests.databases import sql
from tests.integrations.outbound.partner import Partner, silence
from tests.launcher.waiting import wait_for
from tests.leaving import look

KILLS = int(os.environ.get("PARLEY_WORKER_KILLS", "3"))
PRESSES = 12
DEAD = 10_000
WITHIN_S = 60.0
CELERY = [sys.executable, "-m", "celery", "-q", "-A", "config"]
WORKER = [*CELERY, "worker", "-c", "2", "--pool=threads", "--without-gossip", "--without-mingle"]


class Place:
    """A committed cast with a webhook to a partner, and the workers of this database."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.cast: Cast = build_cast()
        self.database = urlsplit(database_url).path.strip("/")
        self.folder = folder
        self.env = {
            **os.environ,
            "PARLEY_ENV": "embedded",
            "PARLEY_URL": "http://localhost:8000",
            "DATABASE_URL": database_url,
            "REDIS_URL": STORES.env["REDIS_URL"],
            "PARLEY_OUTBOUND_ALLOW": "127.0.0.2/32",
            "PYTHONWARNINGS": "ignore",
        }

    def webhook(self, partner: Partner) -> Integration:
        cast = self.cast
        with tenant(cast.shop):
            made, _ = connect_integration(cast.olga, cast.shop, connector_named("webhook"), name="Orders", settings={"url": partner.url})
        return made

    def press(self, webhook: Integration) -> str:
        """One more conversation, pressed; the id that its partner will see."""
        cast = self.cast
        with tenant(cast.shop):
            visitor = register_visitor(cast.shop, mint_token(cast.shop), name="Somebody")
            talk = post_visitor_message(cast.shop, visitor, client_id=uuid.uuid4(), text="Hello").conversation
            return str(press(cast.oscar, talk, webhook, request_id=uuid.uuid4())[1].public_id)

    def left(self, webhook: Integration) -> int:
        with tenant(self.cast.shop):
            return Delivery.objects.filter(integration=webhook, ended_at=None).count()

    def multiply(self, webhook: Integration, count: int) -> None:
        """As if somebody had pressed so often."""
        same = "project_id, forward_id, integration_id, conversation_id, actor_id, actor_name, reason, state, tries, next_at"
        same += ", detail, created_at"
        rows = f"integrations_delivery, generate_series(2, {count}) WHERE integration_id = {webhook.pk}"
        copies = f"INSERT INTO integrations_delivery ({same}, public_id) SELECT {same}, gen_random_uuid() FROM {rows}"
        sql(f"SET session_replication_role = replica; {copies}", self.database)

    def lease_over(self) -> None:
        """The 45 s of a dead worker's lease have passed."""
        past = "now() - interval '1 second'"
        sql(f"UPDATE integrations_integration SET leased_until = {past} WHERE leased_until IS NOT NULL", self.database)
        sql(f"UPDATE integrations_delivery SET next_at = {past} WHERE state = 'sending'", self.database)

    @contextmanager
    def running(self, *names: str) -> Iterator[list[subprocess.Popen[bytes]]]:
        """`worker`, `beat`, or both; killed at the end."""
        beat = [*CELERY, "beat", "--pidfile=", f"--schedule={self.folder / 'beat'}"]
        processes = []
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as output:
                program = Program(name, WORKER if name == "worker" else beat, self.env, lambda: True, cwd=ROOT)
                processes.append(start(program, output))
        try:
            yield processes
        finally:
            for process in processes:
                process.send_signal(signal.SIGKILL)
                process.wait()


@pytest.fixture
def place(cloned_database: str, tmp_path: Path, settings: Any) -> Iterator[Place]:
    settings.OUTBOUND_ALLOW_NETWORKS = (ip_network("127.0.0.2/32"),)
    made = Place(cloned_database, tmp_path)
    yield made
    pressed, _ = look(tmp_path, made.database, killed=True)
    print(f"  {pressed} connections through the guarded door, each the try of a press")


@pytest.fixture
def partner() -> Iterator[Partner]:
    with Partner("127.0.0.2") as opened:
        yield opened


def ids(partner: Partner) -> Counter[str]:
    """How often each id came."""
    found = (re.search(rb"(?i)webhook-id: (\S+)", request) for request in list(partner.heard))
    return Counter(one[1].decode() for one in found if one)


def test_workers_are_killed_again_and_again(place: Place, partner: Partner) -> None:
    """DUR7, fault 28: at least once each, in effect once: whoever looks at `webhook-id` sees each press once."""
    webhook = place.webhook(partner)
    pressed = {place.press(webhook) for _ in range(PRESSES)}
    for kill in range(KILLS):
        before = len(partner.heard)
        if not place.left(webhook):
            pressed |= {place.press(webhook) for _ in range(PRESSES)}
        with place.running("worker", "beat"):
            wait_for(lambda: len(partner.heard) > before, f"a request before kill {kill + 1}", within_s=WITHIN_S)  # noqa: B023
        place.lease_over()
    with place.running("worker", "beat"):
        wait_for(lambda: not place.left(webhook), "everything delivered", within_s=WITHIN_S)
    came = ids(partner)
    print(f"\n  {KILLS} kills, {len(pressed)} presses: {sum(came.values())} requests, {len(came)} ids, none lost")
    assert set(came) == pressed


def test_the_brokers_queue_is_lost(place: Place, partner: Partner) -> None:
    """Fault 29: what was pressed is a row; beat finds it."""
    webhook = place.webhook(partner)
    pressed = {place.press(webhook) for _ in range(PRESSES)}
    with redis.Redis.from_url(STORES.env["REDIS_URL"]) as broker:
        broker.flushall()
    with place.running("worker", "beat"):
        wait_for(lambda: not place.left(webhook), "everything delivered", within_s=WITHIN_S)
    assert ids(partner) == Counter(pressed), "each once"


def test_a_dead_partner_delays_nobody_else(place: Place, partner: Partner) -> None:
    """Fault 33: ten thousand wait for one that accepts and never answers."""
    with Partner("127.0.0.2") as dead:
        dead.script = silence
        grave, webhook = place.webhook(dead), place.webhook(partner)
        place.press(grave)
        place.multiply(grave, DEAD)
        with place.running("worker", "beat"):
            wait_for(lambda: dead.connections > 0, "the dead one is tried", within_s=WITHIN_S)
            pressed = {place.press(webhook) for _ in range(PRESSES)}
            wait_for(lambda: not place.left(webhook), "the others' delivered", within_s=WITHIN_S)
        with tenant(place.cast.shop):
            ages = [
                (each.ended_at - each.created_at).total_seconds()
                for each in Delivery.objects.filter(integration=webhook)
                if each.ended_at is not None
            ]
        print(f"\n  {place.left(grave)} wait for a dead partner, tried {dead.connections} times; others' oldest was {max(ages):.2f} s")
        assert set(ids(partner)) == pressed
