"""Ends a process whose settings are not safe, before it does any work: the same checks for every kind of process.

`manage.py serve` runs them as Django's commands do; Celery and gunicorn have no such moment of their own.
"""

from __future__ import annotations

import os

import django
from django.core.checks import run_checks
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

STANDARD_ERROR = 2


def refuse_unsafe() -> None:
    """Raise SystemExit, with a sentence for each problem on standard error."""
    django.setup()
    problems = [found for found in run_checks(databases=["default"]) if found.is_serious()]
    # gunicorn and Celery fork after this: children must not share a parent's connections, and a pool's threads stay behind.
    connections.close_all()
    database = connections["default"]
    if isinstance(database, DatabaseWrapper):
        database.close_pool()
    if problems:
        # Celery has put a logger where sys.stderr was, which says nothing any more once we end.
        os.write(STANDARD_ERROR, "".join(f"{problem}\n" for problem in problems).encode())
        raise SystemExit(1)
