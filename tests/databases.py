"""Databases for tests: one that is rolled back after each test, and copies for tests that really commit."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.db import connections

from tests.boot import ROOT, STORES
from tests.leaks import watch

TEMPLATE = "parley_template"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Migrate once, as the role that owns the tables, and keep a copy aside as template."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--skip-checks"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": STORES.env["DATABASE_OWNER_URL"]},
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.exit(f"The migrations failed:\n{done.stdout}\n{done.stderr}", returncode=1)
    sql(f"CREATE DATABASE {TEMPLATE} TEMPLATE parley OWNER parley_owner;")
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def cloned_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of this test's own, where commits are commits: for sockets, threads and other processes. Gives its URL."""
    with django_db_blocker.unblock(), _clone() as url:
        yield url


@pytest.fixture(scope="class")
def cloned_database_of_class(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The same for all tests of a class."""
    with django_db_blocker.unblock(), _clone() as url:
        yield url


@contextmanager
def _clone() -> Iterator[str]:
    """Make a copy, point Django and DATABASE_URL at it, and drop it afterwards."""
    name = f"parley_copy_{next(_numbers)}"
    sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER parley_owner;")
    # What the copy's ids meant in another copy must not be heard here.
    with redis.Redis.from_url(STORES.env["REDIS_URL"]) as valkey:
        watch.look_at_valkey(valkey)
        valkey.flushall()
    settings = connections.settings["default"]
    before, url_before = settings["NAME"], os.environ["DATABASE_URL"]
    connections.close_all()
    settings["NAME"], os.environ["DATABASE_URL"] = name, with_database(url_before, name)
    try:
        yield os.environ["DATABASE_URL"]
    finally:
        connections.close_all()
        settings["NAME"], os.environ["DATABASE_URL"] = before, url_before
        watch.look_at_database(name)
        sql(f"DROP DATABASE {name} WITH (FORCE);")


def with_database(url: str, name: str) -> str:
    """The same address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def sql(text: str, database: str = "postgres") -> str:
    """Run SQL as the cluster's superuser: for making copies, and for tests that look behind the walls."""
    if STORES.postgres is None:
        raise AssertionError("tests always boot their own Postgres")
    return STORES.postgres.run_sql(text, database)
