"""AUD4: a process that is killed at any moment leaves an act with its line, or neither."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from functools import partial

from django.db import connection

from accounts.models import AuditRecord, Project
from accounts.tenancy import tenant
from tests.boot import ROOT
from tests.cast import build_cast
from tests.launcher.waiting import wait_for

ROUNDS = 6
# Each act leaves its own number in the project, and prints it once it is committed.
ACTOR = """
import sys, django
django.setup()
from accounts.access import actors_of
from accounts.actions.edit_project import edit_project
from accounts.models import Project, User
from accounts.tenancy import tenant
from types import SimpleNamespace
(actor,) = actors_of(User.objects.get(email="olga@acme.example"))
ref = SimpleNamespace(id=int(sys.argv[1]), account_id=actor.account_id)
with tenant(ref):
    done = int(Project.objects.get(pk=ref.id).greeting or 0)
while True:
    with tenant(ref):
        edit_project(actor, Project.objects.get(pk=ref.id), greeting=str(done + 1))
    done += 1
    print(done, flush=True)
"""


def _at_most(others: int) -> bool:
    return _others() <= others


def _others() -> int:
    """How many other connections this database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        (count,) = cursor.fetchone()
    return int(count)


def test_never_one_without_the_other(cloned_database: str) -> None:
    cast = build_cast()
    chance = random.Random()
    for _ in range(ROUNDS):
        before = _others()
        worker = subprocess.Popen(
            [sys.executable, "-c", ACTOR, str(cast.shop.pk)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": cloned_database},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None
        for _ in range(chance.randrange(1, 30)):
            assert worker.stdout.readline(), "the premise: it acts"
        # Somewhere inside the next act: so much work, and no clock.
        sum(range(chance.randrange(300_000)))
        worker.kill()
        worker.wait()
        worker.stdout.close()
        wait_for(partial(_at_most, before), "Postgres to notice, which may commit until then")
        with tenant(cast.shop):
            acts = int(Project.objects.get(pk=cast.shop.pk).greeting)
            assert AuditRecord.objects.filter(action="project.edited").count() == acts > 0
