"""The typed reader of the environment: loud where a value is missing or wrong, and never with the value in its words."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

from config.env import BadSetting, Env, celery_url, postgres_from_url


def test_values() -> None:
    env = Env({"T": "x", "N": "7", "W": " a, ,b ", "ON": "Yes", "OFF": "0", "EMPTY": "", "O": "https://chat.example.com:8443/"})
    assert (env.text("T"), env.text("MISSING", "d"), env.text("EMPTY", "d")) == ("x", "d", "d")
    assert (env.whole("N", 1), env.whole("MISSING", 1)) == (7, 1)
    assert (env.flag("ON"), env.flag("OFF"), env.flag("EMPTY"), env.flag("MISSING", True)) == (True, False, False, True)
    assert env.words("W") == ["a", "b"] and env.words("MISSING") == []
    assert env.origin("O") == "https://chat.example.com:8443"
    assert env.choice("T", ("x", "y"), "y") == "x"


@pytest.mark.parametrize(
    "read",
    [
        lambda env: env.text("MISSING"),
        lambda env: env.text("EMPTY"),
        lambda env: env.whole("BAD", 1),
        lambda env: env.whole("SMALL", 1, least=2),
        lambda env: env.flag("BAD"),
        lambda env: env.choice("BAD", ("x", "y"), "y"),
        lambda env: env.origin("BAD"),
        lambda env: env.origin("PATH"),
        lambda env: env.origin("FTP"),
        lambda env: env.origin("BRACKETS"),
        lambda env: env.origin("USER"),
        lambda env: env.origin("QUERY"),
    ],
)
def test_refused(read: Callable[[Env], Any]) -> None:
    env = Env(
        {
            "EMPTY": "",
            "BAD": "S3CRET",
            "SMALL": "1",
            "PATH": "https://S3CRET.example/path",
            "FTP": "ftp://S3CRET.example",
            "BRACKETS": "https://[S3CRET",
            "USER": "https://u:S3CRET@chat.example",
            "QUERY": "https://chat.example?S3CRET",
        }
    )
    with pytest.raises(BadSetting) as refusal:
        read(env)
    assert "S3CRET" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "postgres://u:p%40ss@db.example:6432/parley?sslmode=verify-full",
            ("parley", "u", "p@ss", "db.example", "6432", {"sslmode": "verify-full"}),
        ),
        ("postgresql://u@/parley?host=/run/pg", ("parley", "u", "", "/run/pg", "", {})),
        ("postgres://u:p@%2Frun%2Fpg/parley", ("parley", "u", "p", "/run/pg", "", {})),
    ],
)
def test_database_urls(url: str, wanted: tuple[object, ...]) -> None:
    found = postgres_from_url(url)
    assert tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == wanted


@pytest.mark.parametrize(
    "url", ["mysql://u@h/d", "postgres://u@h", "postgres://u@h/", "sqlite:///x", "nonsense", "postgres://u:p@h:port/d"]
)
def test_wrong_database_urls(url: str) -> None:
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        postgres_from_url(url)


def test_celery_spells_a_socket_differently() -> None:
    assert celery_url("unix:///run/v.sock?db=3") == "redis+socket:///run/v.sock?virtual_host=3"
    assert celery_url("redis://:p@r.example/0") == "redis://:p@r.example/0"


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from the file\n")
    env = Env({"KEY_FILE": str(tmp_path / "key"), "BOTH": "given", "BOTH_FILE": str(tmp_path / "key"), "GONE_FILE": "/nowhere/key"})
    assert (env.text("KEY"), env.text("BOTH")) == ("from the file", "given")
    with pytest.raises(BadSetting, match="GONE_FILE names a file that cannot be read"):
        env.text("GONE")


def test_celery_checks_certificates() -> None:
    """Its own default for rediss:// is to trust everybody."""
    for url in ("rediss://:word@redis.example.com/0", "rediss://:word@redis.example.com/0?ssl_ca_certs=/ca.pem"):
        with Connection(celery_url(url)) as broker:
            assert isinstance(broker.ssl, dict) and broker.ssl["ssl_cert_reqs"] == ssl.CERT_REQUIRED
