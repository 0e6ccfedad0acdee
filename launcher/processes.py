"""The processes of Parley itself: what each is called, how it is started, and when it is ready."""

import hashlib
import http.client
import os
import socket
from collections.abc import Mapping
from http import HTTPStatus

from launcher import places
from launcher.program import Program
from launcher.python import PYTHON

ANSWER_S = 5.0


def migrate(env: Mapping[str, str]) -> Program:
    """Bring the tables up to date, as the role that owns them. The checks refuse that role, since it must not serve."""
    owner = {**env, "DATABASE_URL": env["DATABASE_OWNER_URL"]}
    return _manage("migrate", owner, "migrate", "--no-input", "--skip-checks")


def demo(env: Mapping[str, str]) -> Program:
    """Make the demo's accounts and write `var/demo.json`."""
    return _manage("demo", env, "demo")


def product(env: Mapping[str, str], port: int) -> list[Program]:
    """What serves people."""
    celery = [str(PYTHON), "-m", "celery", "-q", "-A", "config"]
    # Threads: one process less, and none that could outlive a killed worker.
    worker = [*celery, "worker", "-c", "2", "--pool=threads", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    # Without a pid file: one left by a crash would keep beat from starting again.
    beat = [*celery, "beat", "--pidfile=", f"--schedule={places.VAR / 'beat'}", "--loglevel=INFO"]
    # On one's own machine root is whoever unpacked this.
    runtime = _without_owner(env) | {"PYTHONWARNINGS": "ignore:You're running the worker"}
    return [
        Program("worker", worker, runtime, _always, cwd=places.ROOT),
        Program("beat", beat, runtime, _always, cwd=places.ROOT),
        web(env, port),
    ]


def web(env: Mapping[str, str], port: int) -> Program:
    """The web process: ready when it says that it can work, database and Redis included."""
    argv = [str(PYTHON), "manage.py", "serve", "--port", str(port)]
    return Program("web", argv, _without_owner(env), lambda: answers_ready(port), cwd=places.ROOT)


def card_page(env: Mapping[str, str], port: int) -> Program:
    """Where card numbers are typed on this machine: a process of its own, which knows neither database nor Redis."""
    secret = hashlib.sha256(f"card page {env['PARLEY_SECRET_KEY']}".encode()).hexdigest()
    argv = [str(PYTHON), "-m", "accounts.billing.card_page", "--port", str(port)]
    argv += ["--callback", f"{env['PARLEY_URL']}/billing/callbacks/card_page/", "--kept", str(places.VAR / "card_page.json")]
    return Program("card-page", argv, {"PATH": os.defpath, "PARLEY_CARD_PAGE_SECRET": secret}, lambda: accepts(port), cwd=places.ROOT)


def mail_in(env: Mapping[str, str], port: int) -> Program:
    """Where visitors' answers come in by SMTP on this machine."""
    argv = [str(PYTHON), "manage.py", "receive_mail", "--port", str(port)]
    return Program("mail", argv, _without_owner(env), lambda: accepts(port), cwd=places.ROOT)


def accepts(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=ANSWER_S):
            return True
    except OSError:
        return False


def watch_build(argv: list[str], env: Mapping[str, str]) -> Program:
    """Builds the browser code again whenever it changes; ready with the first build."""
    manifest = places.VAR / "build" / "manifest.json"
    manifest.unlink(missing_ok=True)
    return Program("browser", argv, env, manifest.exists, cwd=places.ROOT)


def answers_ready(port: int) -> bool:
    """Whether `/readyz` says yes."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_S)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _manage(name: str, env: Mapping[str, str], *words: str) -> Program:
    return Program(name, [str(PYTHON), "manage.py", *words], env, _always, cwd=places.ROOT)


def _without_owner(env: Mapping[str, str]) -> dict[str, str]:
    """Who serves people holds neither the password of the role that owns the tables nor that of staff."""
    return {name: value for name, value in env.items() if name not in ("DATABASE_OWNER_URL", "DATABASE_STAFF_URL")}


def _always() -> bool:
    return True
