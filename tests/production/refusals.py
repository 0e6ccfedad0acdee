"""Deployments that must not start: each is tried with one setting changed, and must say why in a sentence."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from launcher import places
from launcher.tool import run_quietly
from tests.ports import free_port
from tests.production.authority import Authority
from tests.production.findings import Findings
from tests.production.topology import Topology

AT_ONCE = 2
COMMANDS = {
    "serve": ["manage.py", "serve"],
    "pages": ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi", "--bind"],
    "worker": ["-m", "celery", "-q", "-A", "config", "worker", "--pool=solo"],
    "beat": ["-m", "celery", "-q", "-A", "config", "beat", "--pidfile=", "--schedule"],
}
# With timeout(1) before it: one that starts after all must not be waited for.
PATIENCE = ["timeout", "--signal=KILL", "40"]


@dataclass(frozen=True)
class Refusal:
    """`change` is what differs from the good deployment, `sentence` what has to be said."""

    name: str
    change: dict[str, str]
    sentence: str
    process: str = "serve"


def refuse(topology: Topology, findings: Findings) -> None:
    """Try them all, two at a time."""
    stranger = Authority(topology.folder, "stranger")
    cases = [*_secrets(topology), *_files(), *_database(topology, stranger), *_redis(topology, stranger)]
    with ThreadPoolExecutor(AT_ONCE) as workers:
        for case, (code, said) in zip(cases, workers.map(lambda case: _try(topology, case), cases), strict=True):
            line = next((line for line in reversed(said.splitlines()) if case.sentence in line), said.strip().rpartition("\n")[2])
            good = code not in (0, 137) and case.sentence in said and not _leaks(topology, said)
            findings.add(good, f"{case.process}: {case.name}", f"exit {code}: {_plain(line)}")


def _try(topology: Topology, case: Refusal) -> tuple[int, str]:
    words = {
        "serve": ["--port", str(free_port())],
        "pages": [f"127.0.0.1:{free_port()}"],
        # A file of its own: beat removes one that it cannot read.
        "beat": [str(topology.folder / "refused-beat")],
    }.get(case.process, [])
    done = run_quietly([*PATIENCE, sys.executable, *COMMANDS[case.process], *words], env=topology.env | case.change, cwd=places.ROOT)
    return done.returncode, done.stdout


def _secrets(topology: Topology) -> list[Refusal]:
    key = "PARLEY_SECRET_KEY"
    short, known = {key: "short-but-mine"}, {key: "django-insecure-" + topology.env[key]}
    return [
        Refusal("no secret", {key: ""}, "PARLEY_SECRET_KEY must be set"),
        Refusal("a short secret", short, "needs 50 random characters"),
        Refusal("a default secret", known, "is one that everybody knows"),
        *(Refusal("a default secret", known, "is one that everybody knows", process) for process in ("pages", "worker", "beat")),
        Refusal("plain http", {"PARLEY_URL": topology.url.replace("https", "http")}, "must be https beyond this machine"),
        Refusal("debug pages", {"PARLEY_DEBUG": "1"}, "PARLEY_DEBUG is for this machine only"),
    ]


def _files() -> list[Refusal]:
    no_key, nowhere = {"PARLEY_KEY_FILE": ""}, {"PARLEY_EXPORT_DIR": "/proc/exports"}
    return [
        *(Refusal("nothing to seal with", no_key, "PARLEY_KEY_FILE or PARLEY_KMS_KEY must be set", process) for process in COMMANDS),
        *(Refusal("exports nowhere", nowhere, "PARLEY_EXPORT_DIR must be a folder", process) for process in ("pages", "worker")),
        Refusal("tombstones nowhere", {"PARLEY_TOMBSTONES_FILE": "/proc/kept/tombstones"}, "PARLEY_TOMBSTONES_FILE must be in a folder"),
        Refusal("payments without callbacks", {"PARLEY_STRIPE_KEY": "sk_live_x"}, "needs PARLEY_STRIPE_CALLBACK_SECRET", "pages"),
    ]


def _database(topology: Topology, stranger: Authority) -> list[Refusal]:
    name, url, owner = "DATABASE_URL", topology.stores.database_url, topology.stores.owner_url
    untrusted = {name: url.replace(str(topology.authority.root), str(stranger.root))}
    return [
        Refusal("Postgres: certificate of a stranger", untrusted, "certificate verify failed"),
        Refusal("Postgres: certificate of a stranger", untrusted, "certificate verify failed", "worker"),
        Refusal(
            "Postgres: certificate for another name", {name: url.replace("localhost", "127.0.0.1")}, 'does not match host name "127.0.0.1"'
        ),
        Refusal("Postgres: plain text", {name: url.replace("verify-full", "disable")}, "DATABASE_URL needs sslmode=verify-full"),
        Refusal(
            "Postgres: certificate not checked", {name: url.replace("verify-full", "require")}, "DATABASE_URL needs sslmode=verify-full"
        ),
        Refusal("Postgres: no password", {name: with_password(url, "")}, "DATABASE_URL needs a password"),
        Refusal("Postgres: wrong password", {name: with_password(url, "wrong")}, "password authentication failed"),
        Refusal("Postgres: as the role that migrates", {name: owner}, "parley_owner owns tables"),
    ]


def _redis(topology: Topology, stranger: Authority) -> list[Refusal]:
    name, url = "REDIS_URL", topology.stores.redis_url
    # Both: redis-py believes the authorities of the machine too.
    untrusted = {name: url.replace(str(topology.authority.root), str(stranger.root)), "SSL_CERT_FILE": str(stranger.root)}
    return [
        Refusal("Valkey: certificate of a stranger", untrusted, "its certificate is not to be trusted"),
        Refusal("Valkey: certificate of a stranger", untrusted, "its certificate is not to be trusted", "worker"),
        Refusal(
            "Valkey: certificate for another name", {name: url.replace("localhost", "127.0.0.1")}, "its certificate is not to be trusted"
        ),
        Refusal("Valkey: certificate not checked", {name: f"{url}&ssl_cert_reqs=none"}, "must not switch off the check"),
        Refusal("Valkey: plain text", {name: url.replace("rediss:", "redis:")}, "must be rediss:// or a unix socket"),
        Refusal("Valkey: no password", {name: with_password(url, "")}, "REDIS_URL needs a password"),
        Refusal("Valkey: wrong password", {name: with_password(url, "wrong")}, "does not accept our password"),
    ]


def with_password(url: str, password: str) -> str:
    """The same address with another password, or with none."""
    parts = urlsplit(url)
    user = f"{parts.username or ''}:{password}" if password else parts.username or ""
    return urlunsplit(parts._replace(netloc=f"{user}@{parts.hostname}:{parts.port}"))


def _leaks(topology: Topology, said: str) -> bool:
    """Whether a sentence tells what nobody may know."""
    passwords = [urlsplit(topology.stores.database_url).password, urlsplit(topology.stores.redis_url).password]
    return any(secret and secret in said for secret in [topology.env["PARLEY_SECRET_KEY"], *passwords])


def _plain(line: str) -> str:
    return line.strip().replace(os.fspath(places.ROOT), "").lstrip("?: ")
