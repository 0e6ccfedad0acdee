"""SEC2, HDR6: a deployment that is unsafe or cannot work does not start, and a good one passes without a word."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from config import checks
from tests.boot import FOLDER, ROOT, STORES

KEY = "vT4kq9ZbX2mWc7RfY1nHs5LgD8jPa3EuQ6iB0oKtJw3Vd9Xz5Ch"
GOOD = {
    "PARLEY_ENV": "production",
    "PARLEY_SECRET_KEY": KEY,
    "PARLEY_URL": "https://chat.example.com",
    "PARLEY_WIDGET_URL": "https://widget.example.com",
    "PARLEY_SMTP_HOST": "smtp.example.com",
    "DATABASE_URL": "postgres://parley_app:word@db.example.com/parley?sslmode=verify-full&sslrootcert=system",
    "REDIS_URL": "rediss://:word@redis.example.com/0",
    "PARLEY_KEY_FILE": os.environ["PARLEY_KEY_FILE"],
    "PARLEY_VAR_DIR": str(FOLDER / "var"),
}
BAD = {
    "no secret": ({"PARLEY_SECRET_KEY": ""}, "PARLEY_SECRET_KEY must be set"),
    "short secret": ({"PARLEY_SECRET_KEY": "a1B2c3D4e5F6"}, "parley.E001"),
    "monotonous secret": ({"PARLEY_SECRET_KEY": "ab" * 30}, "parley.E001"),
    "default secret": ({"PARLEY_SECRET_KEY": "django-insecure-" + KEY}, "parley.E002"),
    "default fallback": ({"PARLEY_SECRET_KEY_FALLBACKS": "Change-Me-" + KEY}, "parley.E002"),
    "debug": ({"PARLEY_DEBUG": "1"}, "parley.E003"),
    "plain text": ({"PARLEY_URL": "http://chat.example.com"}, "parley.E004"),
    "plain widget": ({"PARLEY_WIDGET_URL": "http://widget.example.com"}, "parley.E004"),
    "embedded for strangers": ({"PARLEY_ENV": "embedded"}, "parley.E005"),
    "staff at the customers' host": ({"PARLEY_STAFF_URL": "https://chat.example.com:8443"}, "parley.E050"),
    "any host": ({"PARLEY_HOSTS": "*"}, "parley.E006"),
    "plain database": ({"DATABASE_URL": "postgres://parley_app:word@db.example.com/parley"}, "parley.E007"),
    "database without password": ({"DATABASE_URL": "postgres://parley_app@db.example.com/parley?sslmode=verify-full"}, "parley.E008"),
    "plain redis": ({"REDIS_URL": "redis://:word@redis.example.com/0"}, "parley.E009"),
    "redis without password": ({"REDIS_URL": "rediss://redis.example.com/0"}, "parley.E010"),
    "unchecked redis": ({"REDIS_URL": "rediss://:word@redis.example.com/0?ssl_cert_reqs=none"}, "parley.E012"),
    "no address": ({"PARLEY_URL": ""}, "PARLEY_URL must be set"),
    "address with a path": ({"PARLEY_URL": "https://example.com/chat"}, "PARLEY_URL must be an origin"),
    "unknown kind": ({"PARLEY_ENV": "staging"}, "PARLEY_ENV must be one of"),
    "wrong boolean": ({"PARLEY_DEBUG": "maybe"}, "PARLEY_DEBUG must be a boolean"),
    "nothing to seal with": ({"PARLEY_KEY_FILE": ""}, "PARLEY_KEY_FILE or PARLEY_KMS_KEY must be set"),
    "a key file that is none": ({"PARLEY_KEY_FILE": "/dev/null"}, "parley.E013"),
    "exports nowhere": ({"PARLEY_EXPORT_DIR": "/proc/exports"}, "parley.E014"),
    "exports in plain text": ({"PARLEY_EXPORT_ENDPOINT": "http://s3.example.com"}, "parley.E016"),
    "anchors in plain text": ({"PARLEY_AUDIT_ENDPOINT": "http://s3.example.com"}, "parley.E016"),
    "tombstones nowhere": ({"PARLEY_TOMBSTONES_FILE": "/proc/kept/tombstones"}, "parley.E015"),
    "mails into the demo's mailbox": ({"PARLEY_MAIL": "mailbox"}, "parley.E060"),
    "an open door for mails": ({"PARLEY_MAIL": "ses", "PARLEY_REPLY_DOMAIN": "reply.example.com"}, "parley.E062"),
    "a short secret for mails": ({"PARLEY_MAIL_HOOK_SECRET": "ses:short"}, "parley.E061"),
    "a domain that is none": ({"PARLEY_REPLY_DOMAIN": "https://reply"}, "PARLEY_REPLY_DOMAIN must be a domain"),
    "payments without callbacks": ({"PARLEY_STRIPE_KEY": "sk_live_x"}, "parley.E040"),
    "payments without fingerprints": ({"PARLEY_STRIPE_KEY": "sk_live_x", "PARLEY_STRIPE_CALLBACK_SECRET": "x"}, "parley.E041"),
    "short card key": ({"PARLEY_CARD_KEYS": "one:00ff"}, "PARLEY_CARD_KEYS needs names"),
    "no card key": ({"PARLEY_CARD_KEYS": "one:zz"}, "PARLEY_CARD_KEYS must be name:hex"),
    "a way to the inside": ({"PARLEY_OUTBOUND_ALLOW": "10.0.0.0/8"}, "parley.E050"),
    "a place inside": ({"PARLEY_OUTBOUND_ALLOW": "localhost:9000"}, "parley.E050"),
    "no authorities": ({"PARLEY_OUTBOUND_CA_FILE": "/dev/null"}, "parley.E051"),
    "no network": ({"PARLEY_OUTBOUND_REFUSE": "example.com"}, "PARLEY_OUTBOUND_REFUSE must be networks"),
    "no port": ({"PARLEY_OUTBOUND_PORTS": "443,x"}, "PARLEY_OUTBOUND_PORTS must be ports"),
    "no name server": ({"PARLEY_OUTBOUND_NAMESERVERS": "dns.example.com"}, "PARLEY_OUTBOUND_NAMESERVERS must be addresses"),
    "no mail": ({"PARLEY_SMTP_HOST": ""}, "PARLEY_SMTP_HOST must be set"),
}


def check(changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` in a process of its own, with nothing of ours in its environment."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "DATABASE_", "REDIS_", "DJANGO_"))}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env={**env, **GOOD, **changes}, text=True, capture_output=True, check=False, timeout=120)


def test_a_good_deployment_is_clean() -> None:
    done = check({})
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout and done.stderr == ""


def test_a_socket_on_this_host_needs_neither_tls_nor_password() -> None:
    done = check({"DATABASE_URL": "postgres://parley_app@/parley?host=/run/postgresql", "REDIS_URL": "unix:///run/valkey.sock"})
    assert done.returncode == 0, done.stderr


def test_kms_needs_no_key_file() -> None:
    done = check({"PARLEY_KEY_FILE": "", "PARLEY_KMS_KEY": "alias/parley"})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("case", BAD)
def test_a_bad_one_is_refused(case: str) -> None:
    changes, sentence = BAD[case]
    done = check(changes)
    assert done.returncode != 0 and sentence in done.stderr
    assert KEY not in done.stderr and "word@" not in done.stderr


class TestRole:
    """TEN2: who we may be in the database."""

    @pytest.fixture(autouse=True)
    def database(self, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
        with django_db_blocker.unblock():
            yield

    def test_the_app_is_fine(self) -> None:
        assert checks.check_role(databases=["default"]) == []

    def test_without_databases_nothing_is_asked(self) -> None:
        assert checks.check_role() == []

    def test_the_owner_is_refused(self) -> None:
        command = [sys.executable, "manage.py", "check", "--database", "default"]
        env = {**os.environ, "DATABASE_URL": STORES.env["DATABASE_OWNER_URL"]}
        done = subprocess.run(command, cwd=ROOT, env=env, text=True, capture_output=True, check=False, timeout=120)
        assert done.returncode != 0
        assert "parley_owner owns tables" in done.stderr and "parley_owner is a member of another role" in done.stderr

    @pytest.mark.parametrize("fact", ["superuser", "bypasses", "owns", "member"])
    def test_each_fact_is_refused(self, fact: str, monkeypatch: pytest.MonkeyPatch) -> None:
        facts = {"name": "x", "superuser": False, "bypasses": False, "owns": False, "member": False, fact: True}
        monkeypatch.setattr(checks, "_role_facts", lambda: facts)
        assert [problem.id for problem in checks.check_role(databases=["default"])] == ["parley.E021"]


@override_settings(PRODUCTION=False)
def test_on_this_machine_a_simple_secret_will_do() -> None:
    assert checks.check_secret() == checks.check_stores() == checks.check_addresses() == []
