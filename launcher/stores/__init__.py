"""Postgres and Valkey for one checkout or one test run: embedded, Debian's, or by address."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from launcher import places
from launcher.account import dropped_account, own_folder
from launcher.lock import take_lock
from launcher.program import Program
from launcher.secret import secrets_in
from launcher.stores.postgres import Postgres
from launcher.stores.valkey import Valkey


@dataclass(frozen=True)
class Stores:
    """The processes to start, what to do once they answer, and the addresses that the product gets."""

    programs: list[Program]
    env: dict[str, str]
    postgres: Postgres | None = None
    notes: list[str] = field(default_factory=list)

    def after_start(self) -> None:
        """Make the database and its roles; one by address is made by whoever runs it."""
        if self.postgres:
            self.postgres.make_database()

    def prepared(self) -> str:
        """What `mark_prepared` was last told; empty for a database by address, where nothing is skipped."""
        return self.postgres.comment() if self.postgres else ""

    def mark_prepared(self, digest: str) -> None:
        """Let the database itself remember for which code it was migrated: a stamp beside it could outlive it."""
        if self.postgres:
            self.postgres.set_comment(digest)


def local_stores(environ: Mapping[str, str] = os.environ) -> Stores:
    """The stores that `make run` keeps, with data in `var/`; those named in the environment are used instead."""
    account = dropped_account()
    home = places.VAR
    if account:
        home = own_folder(Path("/var/lib") / f"parley-{places.checkout_id()}", account)
        _link(places.VAR / "cluster", home)
    return _stores(home, places.VAR, lasting=True, environ=environ)


def stores_lock(environ: Mapping[str, str]) -> IO[str]:
    """Two servers on one data folder would destroy it, so whoever starts them holds this. By address there is none to hold."""
    if environ.get("DATABASE_URL") and environ.get("REDIS_URL"):
        return Path(os.devnull).open()
    return take_lock(places.VAR / "stores.lock", "The database of Parley")


def throwaway_stores() -> tuple[Stores, Path]:
    """Stores that forget, for one test run, and their folder, which the caller removes."""
    folder = Path(tempfile.mkdtemp(prefix="parley-"))
    home = folder
    account = dropped_account()
    if account:
        # The server must reach its own folder through this one, and nothing else in it.
        folder.chmod(0o711)
        home = own_folder(folder / "pg", account)
    return _stores(home, folder, lasting=False, environ={}), folder


def _stores(home: Path, var: Path, *, lasting: bool, environ: Mapping[str, str]) -> Stores:
    programs: list[Program] = []
    env: dict[str, str] = {}
    notes: list[str] = []
    postgres = None
    if environ.get("DATABASE_URL"):
        env["DATABASE_URL"] = environ["DATABASE_URL"]
        env["DATABASE_OWNER_URL"] = environ.get("DATABASE_OWNER_URL") or environ["DATABASE_URL"]
        notes.append("Postgres by DATABASE_URL")
    else:
        account = dropped_account()
        sockets = own_folder(home / "s", account) if account else _sockets(var, lasting)
        postgres = Postgres(home, sockets, secrets_in(var), account, lasting)
        postgres.prepare()
        programs.append(postgres.program())
        env["DATABASE_URL"] = postgres.url("parley_app", "app", "parley")
        env["DATABASE_OWNER_URL"] = postgres.url("parley_owner", "owner", "parley")
        env["DATABASE_STAFF_URL"] = postgres.url("parley_staff", "staff", "parley")
    if environ.get("REDIS_URL"):
        env["REDIS_URL"] = environ["REDIS_URL"]
        notes.append("Redis by REDIS_URL")
    else:
        valkey = Valkey(var / "valkey", _sockets(var, lasting), lasting)
        programs.append(valkey.program())
        env["REDIS_URL"] = valkey.url()
    return Stores(programs, env, postgres, notes)


def _sockets(var: Path, lasting: bool) -> Path:
    if lasting:
        return places.socket_folder()
    folder = var / "sockets"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _link(link: Path, target: Path) -> None:
    """Let `var/` show where the data is."""
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_symlink() and link.readlink() == target:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(target)
