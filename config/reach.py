"""Whether the stores let us in, by a way that we trust: asked once, before a process begins its work."""

from __future__ import annotations

import ssl

import psycopg
import redis
from django.conf import settings
from django.db import connection
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, RedisError
from redis.retry import Retry

ANSWER_S = 2.0
LONGEST_REASON = 200


def database_refusal() -> str:
    """Why Postgres does not let us in, in libpq's words, which never hold the password; empty where it does.

    Asked without the pool, which would only say that it has waited.
    """
    told = dict(connection.get_connection_params())
    try:
        psycopg.connect(**{name: told[name] for name in told if name not in ("context", "cursor_factory")}).close()
    except psycopg.Error as error:
        return " ".join(str(error).split())[:LONGEST_REASON]
    return ""


def redis_refusal(url: str) -> str:
    """Why we must not use this Redis; empty where we may, and where it is away: chat works without it until it is back."""
    client = redis.Redis.from_url(url, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S, retry=Retry(NoBackoff(), 0))
    try:
        client.ping()
    except AuthenticationError:
        return "it does not accept our password"
    except RedisError as error:
        return _tls_trouble(error)
    finally:
        client.close()
    return ""


def redis_urls() -> set[str]:
    """Every Redis of the settings."""
    return {settings.REDIS_URL, *settings.DOORBELL_URLS}


def _tls_trouble(error: BaseException | None) -> str:
    """What TLS complained about, behind the client's own exception."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"its certificate is not to be trusted ({error.verify_message})"
        if isinstance(error, ssl.SSLError):
            return "it does not speak TLS as we do"
        error = error.__cause__ or error.__context__
    return ""
