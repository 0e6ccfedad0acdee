"""Production without containers: every process of docker-compose.yml on loopback, with production's settings."""

from __future__ import annotations

import http.client
import os
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from launcher import places
from launcher.kept import Kept
from launcher.program import Program
from launcher.secret import key_file_in
from launcher.supervisor import Supervisor
from tests.ports import free_port
from tests.production.authority import Authority, Certificate
from tests.production.ports import listening
from tests.production.stores import Stores

SITE = "parley.test"
MAIL_USER = "parley"
DRAIN_S = 10
# One process of each of the two servers, so that both are looked at.
SERVERS = ("daphne", "uvicorn")
SOCKET_PROCESSES = len(SERVERS)
# One browser test and its visitors come from one address; the load comes from there too.
LIMITS = {"PARLEY_DRAIN_S": str(DRAIN_S), "PARLEY_FRAMES_PER_S": "20"}


@dataclass
class Topology:
    """`env` is what every process of Parley gets; `owner` may migrate."""

    folder: Path
    supervisor: Supervisor
    authority: Authority
    stores: Stores
    front: Certificate
    port: int = field(default_factory=free_port)
    plain_port: int = field(default_factory=free_port)
    mail_port: int = field(default_factory=free_port)
    socket_ports: list[int] = field(default_factory=lambda: [free_port() for _ in range(SOCKET_PROCESSES)])
    pages_port: int = field(default_factory=free_port)
    mail_password: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def __post_init__(self) -> None:
        self.url = f"https://{SITE}:{self.port}"
        self.mails = self.folder / "mails"
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "PARLEY_", "DATABASE_", "REDIS_"))} | {
            "PARLEY_ENV": "production",
            "PARLEY_SECRET_KEY": secrets.token_urlsafe(48),
            "PARLEY_URL": self.url,
            "PARLEY_TRUSTED_PROXIES": "127.0.0.1",
            "PARLEY_VAR_DIR": str(self.folder / "var"),
            "PARLEY_KEY_FILE": str(key_file_in(self.folder / "var")),
            "PARLEY_EXPORT_DIR": str(self.folder / "exports"),
            "PARLEY_TOMBSTONES_FILE": str(self.folder / "kept" / "tombstones"),
            "PARLEY_SMTP_HOST": "localhost",
            "PARLEY_SMTP_PORT": str(self.mail_port),
            "PARLEY_SMTP_USER": MAIL_USER,
            "PARLEY_SMTP_PASSWORD": self.mail_password,
            "DATABASE_URL": self.stores.database_url,
            "REDIS_URL": self.stores.redis_url,
            "SSL_CERT_FILE": str(self.authority.root),  # whom Django's mail believes
            "PYTHONUNBUFFERED": "1",
            **LIMITS,
        }
        self.owner = self.env | {"DATABASE_URL": self.stores.owner_url}

    @staticmethod
    def lay_out(folder: Path, supervisor: Supervisor) -> Topology:
        """Certificates, data folders and settings; nothing runs yet."""
        authority = Authority(folder, "authority")
        stores = Stores.make(folder, Path(os.environ["POSTGRES_WITH_TLS"]), authority)
        (folder / "var" / "static").mkdir(parents=True)
        (folder / "var" / "build").symlink_to(places.VAR / "build")
        (folder / "mails").mkdir()
        return Topology(folder, supervisor, authority, stores, authority.certify("front", SITE))

    def start_stores(self) -> None:
        """Postgres, Valkey behind TLS, and the post office."""
        self.supervisor.start([*self.stores.programs, self._post_office()], stores=True)
        self.stores.postgres.make_database()

    def prepare(self) -> None:
        """What the one-shot container does: migrate as the owner, and collect what browsers load."""
        self.supervisor.once(self.manage("migrate", "migrate", "--no-input", "--skip-checks", env=self.owner))
        self.supervisor.once(self.manage("collectstatic", "collectstatic", "--no-input"))

    def start_processes(self) -> None:
        """Sockets, pages, worker, beat; then the door to them."""
        sockets = [self._sockets(number, port) for number, port in enumerate(self.socket_ports, 1)]
        self.supervisor.start([*sockets, self._pages(), *self._celery()])
        self.supervisor.start([self._caddy()])

    def manage(self, name: str, *words: str, env: dict[str, str] | None = None) -> Program:
        """A command of Django's."""
        return Program(name, [sys.executable, "manage.py", *words], env or self.env, _always, cwd=places.ROOT)

    def kept(self, name: str) -> Kept:
        """A running program by its name."""
        return next(one for one in self.supervisor.kept if one.program.name == name)

    def ready(self, port: int) -> bool:
        """Whether `/readyz` says yes, asked as the proxy asks."""
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            line.request("GET", "/readyz", headers={"Host": SITE, "X-Forwarded-Proto": "https"})
            return line.getresponse().status == HTTPStatus.OK
        return False

    def story(self) -> dict[str, Any]:
        """What another process needs to know to play here."""
        postgres = self.stores.postgres
        superuser = {"host": str(postgres.sockets), "port": postgres.port, "user": "postgres", "password": postgres.secrets["superuser"]}
        return {
            "url": self.url,
            "port": self.port,
            "pin": self.front.pin,
            "authority": str(self.authority.root),
            "mails": str(self.mails),
            "superuser": superuser | {"dbname": "parley"},
        }

    def _sockets(self, number: int, port: int) -> Program:
        argv = [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--port", str(port)]
        env = self.env | {"PARLEY_ASGI": SERVERS[number - 1]}
        return Program(f"sockets-{number}", argv, env, lambda: self.ready(port), cwd=places.ROOT)

    def _pages(self) -> Program:
        argv = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{self.pages_port}", "config.wsgi"]
        return Program("pages", argv, self.env, lambda: self.ready(self.pages_port), cwd=places.ROOT)

    def _celery(self) -> list[Program]:
        celery = [sys.executable, "-m", "celery", "-q", "-A", "config"]
        worker = [*celery, "worker", "-c", "2", "--pool=threads", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
        beat = [*celery, "beat", "--pidfile=", f"--schedule={self.folder / 'beat'}", "--loglevel=INFO"]
        env = self.env | {"PYTHONWARNINGS": "ignore:You're running the worker"}
        return [Program(name, argv, env, _always, cwd=places.ROOT) for name, argv in (("worker", worker), ("beat", beat))]

    def _caddy(self) -> Program:
        env = self.env | {
            "PARLEY_SITE": SITE,
            "PARLEY_HOST": SITE,
            "PARLEY_SOCKETS": " ".join(f"127.0.0.1:{port}" for port in self.socket_ports),
            "PARLEY_PAGES": f"127.0.0.1:{self.pages_port}",
            "PARLEY_CERTIFICATE": f"{self.front.chain} {self.front.key}",
            "PARLEY_HTTP_PORT": str(self.plain_port),
            "PARLEY_HTTPS_PORT": str(self.port),
            "PARLEY_BIND": "default_bind 127.0.0.1",
            "XDG_DATA_HOME": str(self.folder / "caddy"),
            "XDG_CONFIG_HOME": str(self.folder / "caddy"),
        }
        argv = [os.environ["CADDY"], "run", "--adapter", "caddyfile", "--config", str(places.ROOT / "deploy" / "Caddyfile")]
        return Program("caddy", argv, env, lambda: listening(self.port), cwd=self.folder)

    def _post_office(self) -> Program:
        certificate = self.authority.certify("mail", "localhost")
        words = [str(self.mail_port), str(certificate.chain), str(certificate.key), str(self.mails), MAIL_USER]
        argv = [sys.executable, "-m", "tests.production.post_office", *words]
        env = dict(os.environ) | {"POST_OFFICE_PASSWORD": self.mail_password}
        return Program("post-office", argv, env, lambda: listening(self.mail_port), cwd=places.ROOT)


def _always() -> bool:
    return True
