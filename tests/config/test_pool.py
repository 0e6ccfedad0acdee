"""The pool of database connections after an outage: nobody waits for a pause that the outage has made long."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from psycopg_pool import ConnectionPool, PoolTimeout

from config.env import POOL
from tests.boot import STORES
from tests.launcher.waiting import wait_for


def test_a_long_outage_leaves_no_long_pause(tmp_path: Path) -> None:
    """It gives up soon, and so tries at once when somebody asks again."""
    url = urlsplit(STORES.env["DATABASE_URL"])
    (real,) = parse_qs(url.query)["host"]
    conninfo = f"user={url.username} password={url.password} dbname=postgres host={tmp_path} connect_timeout=1"
    with ConnectionPool(conninfo, **POOL, max_size=2) as pool:
        wait_for(lambda: pool.get_stats()["pool_size"] == 0, "the pool to give up")
        try:
            pool.getconn(timeout=0.1)
        except PoolTimeout:
            wait_for(lambda: pool.get_stats()["pool_size"] == 0, "the pool to give up again")
        (tmp_path / ".s.PGSQL.5432").symlink_to(Path(real) / ".s.PGSQL.5432")
        with pool.connection() as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
