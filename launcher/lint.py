"""`make lint`: every check besides the tests. All of them run, then the bad ones are shown."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from launcher import places
from launcher.budgets import too_large
from launcher.node import build_command, ensure_packages, make_wire_types, node, node_env
from launcher.production import find_caddy
from launcher.python import PYTHON, ensure_python
from launcher.say import say
from launcher.tool import run_quietly
from launcher.translated import untranslated
from launcher.words import forbidden

# The last word of each is a folder or file: what is not there yet cannot be checked.
PYTHON_PLACES = ("accounts", "chat", "widget", "panel", "integrations", "config", "launcher", "tests", "bench", "deploy", "manage.py")

LAST_LINES = 120

Check = Callable[[], str]


def lint() -> int:
    """Run all checks, two at a time. Returns the exit code."""
    ensure_python(tests=True)
    ensure_packages()
    make_wire_types()
    checks = _checks()
    with ThreadPoolExecutor(2) as workers:
        results = list(workers.map(lambda name: checks[name](), checks))
    bad = 0
    for name, complaint in zip(checks, results, strict=True):
        say(f"  {'✗' if complaint else '✓'}  {name}")
        bad += bool(complaint)
    for name, complaint in zip(checks, results, strict=True):
        if complaint:
            lines = complaint.rstrip().splitlines()
            say("\n".join([f"\n── {name} ──", *lines[-LAST_LINES:]]))
    say(f"\n{len(checks) - bad} checks passed, {bad} failed")
    return 1 if bad else 0


def _checks() -> dict[str, Check]:
    here = [name for name in PYTHON_PLACES if (places.ROOT / name).exists()]
    return {
        "mypy --strict": _python("-m", "mypy", *here),
        "ruff check": _python("-m", "ruff", "check", "--no-cache", "."),
        "ruff format": _python("-m", "ruff", "format", "--check", "--no-cache", "."),
        "layers (import-linter)": _python("-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"),
        "tsc --strict": _node("node_modules/typescript/bin/tsc", "--noEmit"),
        "tsc, a page that uses the published types": _node("node_modules/typescript/bin/tsc", "-p", "tests/widget/types"),
        "eslint": _node("node_modules/eslint/bin/eslint.js", "--max-warnings=0", "."),
        "built sizes": _sizes,
        "budgets": lambda: "\n".join(too_large()),
        "names and words": lambda: "\n".join(forbidden()),
        "translations": lambda: "\n".join(untranslated()),
        "django check": _django("check", "--fail-level", "WARNING"),
        "Dockerfile (hadolint)": lambda: _run([PYTHON.with_name("hadolint"), "Dockerfile"], dict(os.environ)),
        "docker-compose.yml": _compose,
        "Caddyfile": _caddyfile,
        "migrations are complete": _django("makemigrations", "--check", "--dry-run"),
    }


def _run(argv: list[str | Path], env: dict[str, str]) -> str:
    done = run_quietly(argv, env=env)
    return "" if done.returncode == 0 else done.stdout or f"exit code {done.returncode}"


def _python(*words: str) -> Check:
    return lambda: _run([PYTHON, *words], _settings_env())


def _django(*words: str) -> Check:
    return lambda: _run([PYTHON, "manage.py", *words], _settings_env())


def _node(*words: str) -> Check:
    return lambda: _run([node(), *words], node_env())


def _sizes() -> str:
    """The build itself fails when the loader or the chat is too heavy."""
    done = run_quietly(build_command(), env=node_env())
    for line in done.stdout.splitlines():
        if "gzipped" in line:
            say(f"     {line.strip()}")
    return "" if done.returncode == 0 else done.stdout


def _compose() -> str:
    """The wheel's compose ends with 0 whatever it found; where all is well it says nothing."""
    compose: list[str | Path] = [
        PYTHON.with_name("docker-compose"),
        "--env-file",
        ".env.example",
        "-f",
        "docker-compose.yml",
        "config",
        "-q",
    ]
    return run_quietly(compose, env=dict(os.environ)).stdout


def _caddyfile() -> str:
    """Checked where there is a Caddy: `make production-check` brings one."""
    caddy = find_caddy()
    if caddy is None:
        say("     Caddyfile not looked at: there is no Caddy here, and make production-check brings one")
        return ""
    env = {
        "PARLEY_SITE": "chat.example.com",
        "PARLEY_HOST": "chat.example.com",
        "PARLEY_SOCKETS": "sockets:8000",
        "PARLEY_PAGES": "pages:8000",
    }
    with TemporaryDirectory() as folder:
        own = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        return _run([caddy, "validate", "--adapter", "caddyfile", "--config", "deploy/Caddyfile"], {**os.environ, **env, **own})


def _settings_env() -> dict[str, str]:
    """Settings that can be read without a server: nothing here connects."""
    return {
        **os.environ,
        "PARLEY_ENV": "test",
        "PARLEY_SECRET_KEY": "only-for-lint-" + "0123456789abcdef" * 4,
        "DATABASE_URL": "postgres://nobody@/nothing?host=/nowhere",
        "REDIS_URL": "unix:///nowhere",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONWARNINGS": "ignore",
    }
