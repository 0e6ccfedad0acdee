"""A provider that runs, a connection of Acme's to it, and somebody's browser on the way in."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.actions.connect_sign_in_provider import connect_sign_in_provider
from accounts.actors import Actor
from accounts.models import Account, SignInProvider
from accounts.sign_in_terms import Terms
from accounts.tenancy import account
from tests.boot import ROOT
from tests.cast import Cast
from tests.integrations.single_sign_on.provider import SECRET

CLIENT = "parley"


class Provider:
    """One issuer of the running process."""

    def __init__(self, port: int, name: str) -> None:
        self.place, self.name = f"127.0.0.1:{port}", name
        self.issuer = f"http://{self.place}/{name}"
        self.lies()

    def lies(self, **how: Any) -> None:
        """Honest again, but for these."""
        self.ask("POST", "/lies", json.dumps(how), {"Content-Type": "application/json"})

    def asked(self) -> list[str]:
        said: dict[str, list[str]] = json.loads(self.ask("GET", "/asked")[1])
        return said["asked"]

    def ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[Any, bytes]:
        connection = http.client.HTTPConnection(self.place, timeout=20)
        connection.request(method, f"/{self.name}{path}" if path.startswith("/") else path, body, headers or {})
        answer = connection.getresponse()
        return answer, answer.read()

    def approves(self, where: str) -> str:
        """The person says at the provider that it is them; the address that their browser is sent to."""
        parts = urlsplit(where)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        connection.request("GET", f"{parts.path}?{parts.query}&approved=1")
        location = connection.getresponse().getheader("Location")
        assert location
        return location


@contextmanager
def running(host: str) -> Iterator[int]:
    """The process; its port."""
    command = [sys.executable, "-m", "tests.integrations.single_sign_on.provider", host]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.terminate()


@pytest.fixture(scope="session")
def provider_port() -> Iterator[int]:
    with running("127.0.0.1") as port:
        yield port


@pytest.fixture
def reachable(provider_port: int, settings: Any) -> int:
    settings.OUTBOUND_ALLOW_PLACES = frozenset({("127.0.0.1", provider_port)})
    cache.clear()
    return provider_port


@pytest.fixture
def provider(reachable: int) -> Provider:
    return Provider(reachable, "acme")


@pytest.fixture
def other_provider(reachable: int) -> Provider:
    return Provider(reachable, "globex")


def connect(owner: Actor, provider: Provider, **terms: Any) -> SignInProvider:
    """A connection of the owner's account."""
    with account(owner.account_id):
        where = Account.objects.get(pk=owner.account_id)
        wanted = Terms(**{"issuer": provider.issuer, "client_id": CLIENT, "newcomers": True, **terms})
        connection = connect_sign_in_provider(owner, where, terms=wanted, secret=SECRET)
    connection.account = where
    return connection


@pytest.fixture
def connection(cast: Cast, provider: Provider) -> SignInProvider:
    """Acme's, which lets newcomers in as operators."""
    return connect(cast.olga, provider)


def set_out(client: Client, connection: SignInProvider, **form: str) -> str:
    """Where the press leads."""
    response = client.post(f"/accounts/sso/{connection.public_id}/", form)
    assert response.status_code == 200, response.content.decode()
    return str(response["Refresh"]).removeprefix("0; url=")


def come_in(client: Client, connection: SignInProvider, provider: Provider, **form: str) -> Any:
    """The whole way, up to the callback's answer."""
    back = provider.approves(set_out(client, connection, **form))
    return client.get(back.removeprefix("http://localhost:8000"))
