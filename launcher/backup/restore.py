"""Bring a backup back: a new database and its files; whoever was erased since is erased again. What was there is put aside."""

import json
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from launcher import places
from launcher.backup.facts import EPOCH_BITS, Facts, differences, facts_of
from launcher.backup.make import DUMP, FOLDERS
from launcher.backup.unpack import unpack
from launcher.local_env import local_env
from launcher.python import PYTHON
from launcher.say import Trouble, step
from launcher.secret import secrets_in, write_private
from launcher.stores import Stores
from launcher.stores.postgres import Postgres, clean_env
from launcher.supervisor import Supervisor
from launcher.tool import must_run


class Aside:
    """Moves what is there out of the way, and back again when a restore fails."""

    def __init__(self) -> None:
        self.word = f"before-{datetime.now(UTC):%Y%m%dT%H%M%S}"
        self.moved: list[tuple[Path, Path]] = []

    def put(self, path: Path) -> None:
        if path.exists():
            aside = path.with_name(f"{path.name}.{self.word}")
            path.rename(aside)
            self.moved.append((path, aside))

    def undo(self) -> None:
        for path, aside in reversed(self.moved):
            if path.exists():
                path.rename(path.with_name(f"{path.name}.failed-{self.word}"))
            aside.rename(path)


def restore(stores: Stores, var: Path, backup: Path, key: bytes, logs: Path) -> dict[str, Any]:
    """Everything of a backup into `var` and a new cluster, whole or not at all. Nothing may run there meanwhile. Says how long it took."""
    began, postgres = time.monotonic(), stores.postgres
    if postgres is None:
        raise Trouble("A database by DATABASE_URL is restored with its own tools: docs/backup.md.")
    with tempfile.TemporaryDirectory(dir=var, prefix=".restore-") as kept:
        with step("Reading the backup to its end"):
            about = unpack(backup, key, Path(kept))
        aside = Aside()
        try:
            with step("A new database"):
                _new_cluster(postgres, aside, about["facts"])
            _files(Path(kept, "var"), var, aside)
            with Supervisor(logs) as supervisor:
                supervisor.start(stores.programs, stores=True)
                with step("Its rows"):
                    stores.after_start()
                    _load(postgres, Path(kept, DUMP))
                with step("Counts, sums and walls, against the backup's"):
                    _compare(postgres, about["facts"])
                said = _settle(stores, var)
        except BaseException:
            aside.undo()
            raise
    return {**about, "said": said, "aside": [str(path) for _, path in aside.moved], "seconds": time.monotonic() - began}


def _new_cluster(postgres: Postgres, aside: Aside, facts: Facts) -> None:
    """Its transactions are counted from where no row of the backup has been.

    Messages keep the transaction that wrote them, and followers, feeds and browsers a place among these (architecture, feed 11). In a
    cluster that counts from the beginning every old line would seem to come from the future, and be read by nobody. The upper half of
    a transaction's number is the epoch, which stands in the control file alone: one higher, and all that comes is behind all that is there.
    """
    aside.put(postgres.data)
    postgres.prepare()
    epoch = (facts["newest_transaction"] >> EPOCH_BITS) + 1
    account = postgres.account
    done = subprocess.run(
        [postgres.binaries / "pg_resetwal", "-e", str(epoch), "-D", str(postgres.data)],
        env=clean_env(),
        cwd="/",
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"The new database could not be made to count on: {done.stderr.strip()}")


def _files(saved: Path, var: Path, aside: Aside) -> None:
    """Files and keys as they were saved. Tombstones of both: whom we erased since then stays erased."""
    for folder in FOLDERS:
        aside.put(var / folder)
        if (saved / folder).exists():
            (saved / folder).rename(var / folder)
    _merge(saved / "tombstones", var / "tombstones", aside)
    _merge(saved / "keys", var / "keys", aside)  # the present key wraps, those of the backup open
    # Anchors of what came after the backup say that a chain was cut. It was: they are kept beside for whoever asks.
    for name in ("audit/anchors.jsonl", "vapid"):
        aside.put(var / name)
        if (saved / name).exists():
            (var / name).parent.mkdir(mode=0o700, exist_ok=True)
            (saved / name).rename(var / name)
    if (var / "valkey").exists():  # who was here, and what waited to be done: of another time
        aside.put(var / "valkey")
        (var / "valkey").mkdir(mode=0o700)
    _own_secret(saved / "secrets.json", var, aside)


def _merge(saved: Path, present: Path, aside: Aside) -> None:
    """The lines of both files, once each, the present ones first."""
    lines = [line for file in (present, saved) if file.exists() for line in file.read_text(encoding="utf-8").splitlines()]
    aside.put(present)
    if lines:
        write_private(present, "".join(f"{line}\n" for line in dict.fromkeys(lines)))


def _own_secret(saved: Path, var: Path, aside: Aside) -> None:
    """The key that signs sessions and visitors' tokens comes back; the passwords are the new cluster's."""
    if not saved.exists():
        return
    now = secrets_in(var)
    aside.put(var / "secrets.json")
    write_private(var / "secrets.json", json.dumps({**now, "secret_key": json.loads(saved.read_text())["secret_key"]}))


def _load(postgres: Postgres, dump: Path) -> None:
    done = subprocess.run(
        [postgres.binaries / "pg_restore", "--exit-on-error", "--no-password", *postgres.where("parley"), str(dump)],
        env=clean_env() | {"PGPASSWORD": postgres.secrets["superuser"]},
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"The database could not be brought back: {done.stderr.strip()}")
    postgres.run_sql("ANALYZE;", "parley")


def _compare(postgres: Postgres, saved: Facts) -> None:
    with psycopg.connect(postgres.url("postgres", "superuser", "parley")) as db:
        found = facts_of(db)
    lines = differences(saved, found)
    if found["newest_transaction"] <= saved["newest_transaction"]:
        lines.append("the new database counts transactions that the old one had")
    if lines:
        raise Trouble("\n     ".join(["What came back is not what was saved:", *lines]))


def _settle(stores: Stores, var: Path) -> dict[str, str]:
    """Migrate to this version, erase again, check the audit logs: before anybody is served."""
    env = {**clean_env(), **local_env(stores, var=var), "PARLEY_VAR_DIR": str(var), "PYTHONUNBUFFERED": "1"}
    said = {}
    with step("Migrations"):
        _manage({**env, "DATABASE_URL": env["DATABASE_OWNER_URL"]}, "migrate", "--no-input", "--skip-checks")
    with step("Erased stays erased"):
        with suppress(FileExistsError):
            (var / "tombstones").touch(mode=0o600, exist_ok=False)
        said["erased"] = _manage(env, "replay_tombstones", "--file", str(var / "tombstones"))
    with step("Audit logs"):
        said["audit"] = _manage(env, "verify_audit")
    return said


def _manage(env: Mapping[str, str], *words: str) -> str:
    return must_run([PYTHON, places.ROOT / "manage.py", *words], f"{words[0]} failed.", env=env).strip()
