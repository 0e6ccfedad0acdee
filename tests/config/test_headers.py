"""HDR1-4: what every answer says, whatever it is."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from config.headers import EVERYWHERE
from tests.boot import ROOT
from tests.cast import Cast
from tests.config.test_checks import GOOD
from tests.doors.table import DOORS
from tests.panel.views.test_projects import client_of

# Not in the table of doors: what is not there, what is refused, and files.
BESIDES = ("/no-such-page/", "/api/v1/no-such-thing", "/static/logo.svg", "/static/no-such-file.js", "/panel", "/.git/config")


def ask(client: Client, cast: Cast, url: str, method: str = "get") -> HttpResponse:
    ids = {"project": cast.shop.public_id, "conversation": cast.talk.public_id, "visitor": cast.vera.public_id, "key": cast.shop.key}
    for name, one in ids.items():
        url = url.replace("{" + name + "}", str(one))
    answer: HttpResponse = getattr(client, method)(url, SERVER_NAME="localhost")
    if answer.streaming:
        answer.getvalue()  # a file, which is closed once it was read
    return answer


class TestCrawl:
    @pytest.mark.parametrize("url", sorted({door.url for door in DOORS} | set(BESIDES)))
    @pytest.mark.parametrize("who", ["nobody", "oscar"])
    def test_every_answer(self, cast: Cast, url: str, who: str) -> None:
        client = Client() if who == "nobody" else client_of(cast.users[who])
        for method in ("get", "post", "options"):
            answer = ask(client, cast, url, method)
            missing = [name for name in EVERYWHERE if name not in answer.headers]
            assert not missing, f"{method} {url}: {answer.status_code} without {missing}"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers
            if url.startswith(("/api/", "/panel/", "/accounts/", "/w/api/")):
                assert "no-store" in answer["Cache-Control"], f"{method} {url}: {answer['Cache-Control']}"
            for cookie in answer.cookies.values():
                assert cookie["samesite"] in ("Lax", "Strict")

    @pytest.mark.parametrize("url", ["/", "/accounts/login/", "/no-such-page/", "/panel/projects/new/"])
    def test_no_string_becomes_markup(self, cast: Cast, url: str) -> None:
        client = Client() if url == "/accounts/login/" else client_of(cast.users["oscar"])
        policy = directives_of(ask(client, cast, url))
        assert policy["default-src"] == "'none'" and policy["object-src"] == "'none'" and policy["base-uri"] == "'none'"
        assert policy["require-trusted-types-for"] == "'script'" and policy["trusted-types"] == "'none'"
        assert "unsafe" not in str(policy) and "'nonce-" in policy["script-src"]

    def test_neither_in_the_chat(self, cast: Cast) -> None:
        policy = directives_of(ask(Client(), cast, "/w/{key}/"))
        assert policy["require-trusted-types-for"] == "'script'" and policy["trusted-types"] == "'none'"

    def test_a_broken_page(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        def breaks(*args: Any, **kwargs: Any) -> None:
            raise RuntimeError("planted")

        monkeypatch.setattr("panel.views.app.projects_of", breaks)
        client = client_of(cast.users["oscar"])
        client.raise_request_exception = False
        answer = ask(client, cast, "/panel/")
        assert answer.status_code == 500 and not [name for name in EVERYWHERE if name not in answer.headers]

    def test_files_may_be_kept(self, cast: Cast) -> None:
        assert "no-store" not in ask(Client(), cast, "/static/logo.svg")["Cache-Control"]


def directives_of(answer: HttpResponse) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";") if part.strip()]
    return {name: value for name, _, value in parts}


def test_cookies_in_production() -> None:
    """HDR4: bound to this host, over TLS only. The one for forms is read by the panel's own script."""
    names = "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE CSRF_COOKIE_NAME CSRF_COOKIE_SECURE"
    ask_for = f"from django.conf import settings; print(*(getattr(settings, name) for name in '{names}'.split()))"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "DATABASE_", "REDIS_"))}
    env |= {**GOOD, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, "-c", ask_for], cwd=ROOT, env=env, text=True, capture_output=True, check=True, timeout=120)
    assert done.stdout.split() == ["__Host-session", "True", "True", "Lax", "__Host-csrftoken", "True"]
