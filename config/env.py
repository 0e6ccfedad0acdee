"""The one typed reader of the environment: loud where a value is missing or wrong."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class BadSetting(Exception):
    """A setting of the environment cannot be used; the message names it and never its value."""


TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


# How psycopg's pool keeps a process's connections. Its own five minutes of trying double the pause with each failure: after a long
# outage everybody would wait as long again. Who gives up is asked anew by the next one who wants a connection.
POOL: dict[str, Any] = {"min_size": 1, "timeout": 4, "max_idle": 120, "reconnect_timeout": 2}


class Env:
    """Reads typed settings from a mapping (the process's environment unless given).

    Where `NAME` is not set, `NAME_FILE` may name a file that holds the value: secrets of containers are files.
    """

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        self.source = os.environ if source is None else source

    def text(self, name: str, default: str | None = None) -> str:
        """A string; without a default it must be there and not empty. Raises BadSetting."""
        value = self.source.get(name, "") or self._from_file(f"{name}_FILE")
        if value:
            return value
        if default is None:
            raise BadSetting(f"{name} must be set.")
        return default

    def _from_file(self, name: str) -> str:
        path = self.source.get(name, "")
        try:
            return Path(path).read_text(encoding="utf-8").strip() if path else ""
        except (OSError, UnicodeDecodeError):
            raise BadSetting(f"{name} names a file that cannot be read.") from None

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise BadSetting(f"{name} must be one of {', '.join(allowed)}.")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.source.get(name)
        if value is None:
            return default
        if value.lower() in TRUE:
            return True
        if value.lower() in FALSE:
            return False
        raise BadSetting(f"{name} must be a boolean (1 or 0).")

    def whole(self, name: str, default: int, *, least: int = 0) -> int:
        try:
            value = int(self.text(name, str(default)))
        except ValueError:
            raise BadSetting(f"{name} must be a whole number.") from None
        if value < least:
            raise BadSetting(f"{name} must be at least {least}.")
        return value

    def words(self, name: str, default: str = "") -> list[str]:
        """A comma-separated list without empty items."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def origin(self, name: str, default: str | None = None) -> str:
        """An origin as `https://host[:port]`, without a path."""
        value = self.text(name, default).removesuffix("/")
        parts = _split(value)
        own = f"{parts.scheme}://{parts.netloc}" if parts else ""
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or value != own or "@" in value:
            raise BadSetting(f"{name} must be an origin such as https://chat.example.com.")
        return own


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None where brackets do not close or the port is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def postgres_from_url(url: str) -> dict[str, object]:
    """Django's database settings from `postgres://user:password@host:port/name?host=DIR&sslmode=…`.

    A `host` in the query (a socket folder) wins over the one in the address; the rest of the query goes to libpq.
    Raises BadSetting for another scheme or a URL without a database name.
    """
    parts = _split(url)
    if parts is None or parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise BadSetting("DATABASE_URL must look like postgres://user:password@host/name.")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": dict(query),
    }


def celery_url(redis_url: str) -> str:
    """The same Redis as Celery spells it: a unix socket is `redis+socket://` there, and certificates are checked on request only."""
    if redis_url.startswith("unix://"):
        path, _, query = redis_url.removeprefix("unix://").partition("?")
        database = dict(parse_qsl(query)).get("db", "0")
        return f"redis+socket://{path}?virtual_host={database}"
    if redis_url.startswith("rediss://") and "ssl_cert_reqs=" not in redis_url:
        return f"{redis_url}{'&' if '?' in redis_url else '?'}ssl_cert_reqs=required"
    return redis_url
