"""Save: the database as it is at one moment, then the files, then all of it sealed into one file."""

import json
import os
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import psycopg

from launcher.backup.facts import Facts, facts_of
from launcher.backup.sealed import Sealer
from launcher.places import make_private_folder
from launcher.say import Trouble
from launcher.stores.postgres import Postgres, clean_env

# Below `var/`: what people sent, partners' papers, whom we erased, where the audit logs ended, and the keys. All else is made anew.
FOLDERS = ("files", "partners")
FILES = ("tombstones", "audit/anchors.jsonl", "keys", "vapid", "secrets.json")
ABOUT, DUMP = "about.json", "database.dump"
FORMAT = 1


def back_up(postgres: Postgres, var: Path, target: Path, key: bytes, database: str = "parley") -> dict[str, Any]:
    """Write one backup, whole or not at all, while Parley runs. Returns what its `about.json` says."""
    began = time.monotonic()
    make_private_folder(target.parent)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".half-") as kept:
        dump, half = Path(kept, DUMP), Path(kept, "sealed")
        facts = _dump(postgres, database, dump)
        # After the database: each row's file is there, unless somebody has taken it away meanwhile.
        about = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "postgres": postgres.major(), "facts": facts}
        with half.open("wb") as out:
            half.chmod(0o600)
            sealer = Sealer(out, key)
            with tarfile.open(fileobj=cast("Any", sealer), mode="w|", format=tarfile.PAX_FORMAT) as tar:
                for name, file in _all(var, dump, _written(Path(kept, ABOUT), about)):
                    _add(tar, name, file)
            sealer.finish()
            out.flush()
            os.fsync(out.fileno())
        half.replace(target)
    return {**about, "seconds": time.monotonic() - began, "size": target.stat().st_size}


def _dump(postgres: Postgres, database: str, dump: Path) -> Facts:
    """pg_dump of the very moment of which the facts are."""
    with psycopg.connect(postgres.url("postgres", "superuser", database)) as db:
        db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        db.read_only = True
        row = db.execute("SELECT pg_export_snapshot()").fetchone()
        facts = facts_of(db)
        if not facts["tables"].get("accounts_account", [0])[0]:
            raise Trouble("There is nothing to save yet.")
        argv = ["--format=custom", f"--snapshot={row[0] if row else ''}", f"--file={dump}", "--no-password", *postgres.where(database)]
        done = subprocess.run(
            [postgres.binaries / "pg_dump", *argv],
            env=clean_env() | {"PGPASSWORD": postgres.secrets["superuser"]},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise Trouble(f"The database could not be saved: {done.stderr.strip()}")
    return facts


def _all(var: Path, dump: Path, about: Path) -> Iterator[tuple[str, Path]]:
    yield ABOUT, about
    yield DUMP, dump
    for name in FILES:
        yield f"var/{name}", var / name
    for folder in FOLDERS:
        for file in sorted((var / folder).rglob("*")):
            yield f"var/{file.relative_to(var)}", file


def _add(tar: tarfile.TarFile, name: str, file: Path) -> None:
    """One file, unless it has gone: written whole or not at all, they never change while they are read."""
    try:
        if file.is_symlink() or not file.is_file() or file.suffix == ".half":
            return
        with file.open("rb") as data:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = os.fstat(data.fileno()).st_size, 0o600
            tar.addfile(entry, data)
    except FileNotFoundError:
        return


def _written(file: Path, about: dict[str, Any]) -> Path:
    file.write_text(json.dumps(about), encoding="utf-8")
    return file
