"""Postgres 15 is the lower bound of every migration: the hot function's own tests pass there too, where Debian's 15 is at hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.boot import ROOT

OLDEST = Path("/usr/lib/postgresql/15/bin")
HOT = ["tests/chat/test_append.py", "tests/chat/test_append_together.py"]


@pytest.mark.skipif(not OLDEST.exists(), reason=f"NOT TRIED on Postgres 15: there is none in {OLDEST}. Try: apt-get install postgresql")
def test_migrations_and_the_hot_function_on_15() -> None:
    """A pytest of its own, since one run has one Postgres: its first act is to migrate, as the role that owns the tables."""
    said = subprocess.run([OLDEST / "postgres", "--version"], text=True, capture_output=True, check=True).stdout
    assert " 15." in said
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *HOT],
        cwd=ROOT,
        env={**os.environ, "POSTGRES_BINARIES": str(OLDEST)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    print(said.strip(), done.stdout.strip().rpartition("\n")[2])
