"""Postgres and Valkey for one checkout or one test run: embedded, Debian's, or by address."""

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from launcher import places
from launcher.account import dropped_account, own_folder
from launcher.program import Program
from launcher.secret import secrets_in
from launcher.stores.postgres import Postgres
from launcher.stores.valkey import Valkey


@dataclass(frozen=True)
class Stores:
    """The processes to start, what to do once they answer, and the addresses that the product gets."""

    programs: list[Program]
    env: dict[str, str]
    after_start: Callable[[], None]
    superuser_url: str | None = None
    notes: list[str] = field(default_factory=list)


def local_stores(environ: Mapping[str, str] = os.environ) -> Stores:
    """The stores that `make run` keeps, with data in `var/`; those named in the environment are used instead."""
    account = dropped_account()
    home = places.VAR
    if account:
        home = own_folder(Path("/var/lib") / f"parley-{places.checkout_id()}", account)
        _link(places.VAR / "cluster", home)
    return _stores(home, places.VAR, lasting=True, environ=environ)


def throwaway_stores() -> Stores:
    """Stores that forget, for one test run. The caller removes `folder_of(stores)` afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="parley-"))
    account = dropped_account()
    if account:
        own_folder(folder, account)
    return _stores(folder, folder, lasting=False, environ={})


def _stores(home: Path, var: Path, *, lasting: bool, environ: Mapping[str, str]) -> Stores:
    programs, env, notes = [], {}, []
    superuser_url = None
    after_start: Callable[[], None] = _nothing
    account = dropped_account()
    if environ.get("DATABASE_URL"):
        env["DATABASE_URL"] = environ["DATABASE_URL"]
        env["DATABASE_OWNER_URL"] = environ.get("DATABASE_OWNER_URL") or environ["DATABASE_URL"]
        notes.append("Postgres by DATABASE_URL")
    else:
        sockets = own_folder(home / "s", account) if account else _sockets(var, lasting)
        postgres = Postgres(home, sockets, secrets_in(var), account, lasting)
        postgres.prepare()
        programs.append(postgres.program())
        after_start = postgres.make_database
        superuser_url = postgres.url("postgres", "superuser", "postgres")
        env["DATABASE_URL"] = postgres.url("parley_app", "app", "parley")
        env["DATABASE_OWNER_URL"] = postgres.url("parley_owner", "owner", "parley")
    if environ.get("REDIS_URL"):
        env["REDIS_URL"] = environ["REDIS_URL"]
        notes.append("Redis by REDIS_URL")
    else:
        valkey = Valkey(var / "valkey", _sockets(var, lasting), lasting)
        programs.append(valkey.program())
        env["REDIS_URL"] = valkey.url()
    return Stores(programs, env, after_start, superuser_url, notes)


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


def _nothing() -> None:
    """A store by address is made by whoever runs it."""
