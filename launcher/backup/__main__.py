"""`python -m launcher.backup make|restore`: called by `make backup` and `make restore`, with the environment's packages."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from launcher import places
from launcher.backup.make import back_up
from launcher.backup.restore import restore
from launcher.backup.sealed import key_in, read_key
from launcher.lock import take_lock
from launcher.say import Trouble, say, step
from launcher.stores import Stores, local_stores, stores_lock
from launcher.stores.postgres import Postgres
from launcher.supervisor import Supervisor

KEY = places.VAR / "backup.key"
HOME = places.VAR / "backups"


def main(words: list[str]) -> int:
    """Run one of the two. Returns the exit code."""
    try:
        return save() if words == ["make"] else bring_back()
    except Trouble as trouble:
        say(f"\n  ✗  {trouble}")
        return 1


def save() -> int:
    """`make backup`, also while Parley runs. TO names another file."""
    if not (places.VAR / "secrets.json").exists():
        raise Trouble("There is nothing to save yet. Start `make run` first.")
    target = _named("TO") or HOME / f"parley-{datetime.now(UTC):%Y%m%dT%H%M%S}.backup"
    stores, key = local_stores(), key_in(KEY)
    postgres = _postgres(stores)
    if postgres.answers():
        about = _save(postgres, target, key)
    else:
        with stores_lock({}) as lock, Supervisor(places.LOGS, [lock.fileno()]) as supervisor:
            supervisor.start(stores.programs[:1], stores=True)
            about = _save(postgres, target, key)
    rows = sum(fact[0] for fact in about["facts"]["tables"].values())
    say(f"\n     {target}")
    say(f"     {rows} rows in {len(about['facts']['tables'])} tables, {about['size'] / 1e6:.1f} MB, {about['seconds']:.1f} s")
    say(f"     It opens with {KEY} alone. Keep the backup on another machine, and that key on a third.\n")
    return 0


def bring_back() -> int:
    """`make restore FROM=file`, while nothing runs. KEY names the key, where it is not in `var/`."""
    backup = _named("FROM")
    if backup is None:
        raise Trouble("Which one? make restore FROM=var/backups/….backup")
    key = read_key(_named("KEY") or KEY)
    with take_lock(places.VAR / "run.lock", "Parley"), stores_lock({}):
        about = restore(local_stores(), places.VAR, backup, key, places.LOGS)
    for line in about["said"].values():
        say(f"     {line}")
    say(f"\n     As it was at {about['made_at']}, after {about['seconds']:.1f} s. `make run` starts it.")
    if about["aside"]:
        say("\n     ".join(["     What was there before is still there. Remove it when all is well:", *about["aside"]]))
    return 0


def _save(postgres: Postgres, target: Path, key: bytes) -> dict[str, Any]:
    with step("Saving"):
        return back_up(postgres, places.VAR, target, key)


def _postgres(stores: Stores) -> Postgres:
    if stores.postgres is None:
        raise Trouble("A database by DATABASE_URL is saved with its own tools: docs/backup.md.")
    return stores.postgres


def _named(name: str) -> Path | None:
    return Path(os.environ[name]).resolve() if os.environ.get(name) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
