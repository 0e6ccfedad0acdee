"""Vendors' stand-ins behind the guarded door: names, certificates and limits are as in the world, only the port is another."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from integrations import outbound
from integrations.connectors import connectors
from tests.boot import NAMES
from tests.integrations.connectors.example import example_of
from tests.integrations.connectors.stand_in import ADDRESS, StandIn, Vendor, standing_in

Stand = Callable[[Vendor], StandIn]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """A server's side with a certificate for every vendor's name, and the file of who signed it."""
    made = trustme.CA()
    file: Path = tmp_path_factory.mktemp("vendors") / "ca.pem"
    made.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert(*hosts()).configure_cert(context)
    return context, str(file)


def hosts() -> set[str]:
    return {example_of(slug).host for slug in connectors()} - {""}


@pytest.fixture
def stand(authority: tuple[ssl.SSLContext, str], settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """`stand(vendor)`: from now on every vendor's name leads to this server."""
    door = outbound.fetch

    def begin(vendor: Vendor) -> StandIn:
        stand_in = stack.enter_context(standing_in(vendor, authority[0]))
        settings.OUTBOUND_CA_FILE = authority[1]
        settings.OUTBOUND_ALLOW_NETWORKS = (ip_network(f"{ADDRESS}/32"),)
        for host in hosts():
            NAMES.knows(host, [ADDRESS])

        def fetch(method: str, url: str, **rest: Any) -> outbound.Answer:
            to = urlsplit(url)
            return door(method, to._replace(netloc=f"{to.netloc}:{stand_in.port}").geturl(), **rest)

        monkeypatch.setattr(outbound, "fetch", fetch)
        return stand_in

    with ExitStack() as stack:
        yield begin
    NAMES.forget()
