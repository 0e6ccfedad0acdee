"""What can be said about a database in a few lines: read when it is saved, and again when it is back."""

from typing import Any, TypedDict

import psycopg
from psycopg import sql

# The same text for the same row on any machine.
PLAIN = "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'"
OURS = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
TABLES = f"SELECT relname, relrowsecurity, relforcerowsecurity {OURS}"
SUM = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM ONLY public.{} t"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
EPOCH_BITS = 32


class Facts(TypedDict):
    """`tables`: rows, and a sum over all of them that does not depend on their order. `forced`: row-level security binds its owner too."""

    tables: dict[str, list[Any]]
    sequences: dict[str, int | None]
    forced: list[str]
    policies: int
    newest_transaction: int


def facts_of(db: psycopg.Connection[Any]) -> Facts:
    """Inside the caller's transaction, which sees one moment."""
    db.execute(PLAIN)
    tables = db.execute(TABLES).fetchall()
    return {
        "tables": {name: _sum(db, name) for name, _, _ in tables},
        "sequences": dict(db.execute(SEQUENCES).fetchall()),
        "forced": [name for name, on, forced in tables if on and forced],
        "policies": _one(db, "SELECT count(*) FROM pg_policies WHERE schemaname = 'public'"),
        "newest_transaction": _one(db, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"),
    }


def differences(saved: Facts, found: Facts) -> list[str]:
    """What is not as it was, a line each."""
    lines = []
    for name in sorted({*saved["tables"], *found["tables"]}):
        before, after = saved["tables"].get(name), found["tables"].get(name)
        if before != after:
            lines.append(f"{name}: {_rows(before)}, now {_rows(after)}")
    sequences = saved["sequences"]
    lines += [f"{name}: the sequence is elsewhere" for name in sequences if sequences[name] != found["sequences"].get(name)]
    lines += [f"{name}: row-level security is not forced any more" for name in saved["forced"] if name not in found["forced"]]
    if saved["policies"] != found["policies"]:
        lines.append(f"{saved['policies']} policies, now {found['policies']}")
    return lines


def _rows(fact: list[Any] | None) -> str:
    return f"{fact[0]} rows with sum {fact[1]}" if fact else "not there"


def _sum(db: psycopg.Connection[Any], table: str) -> list[Any]:
    asked = sql.SQL(SUM).format(sql.Identifier(table))
    row = db.execute(asked).fetchone()
    return list(row or ())


def _one(db: psycopg.Connection[Any], asked: str) -> int:
    row = db.execute(asked).fetchone()
    return int(row[0]) if row else 0
