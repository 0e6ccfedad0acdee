"""Partners on loopback addresses of their own, one that the door is allowed to reach, and one where nobody may ever knock."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import trustme

from integrations.outbound import tally
from tests.boot import NAMES
from tests.integrations.outbound.partner import Partner
from tests.name_server import NameServer

ALLOWED, FORBIDDEN = "127.0.0.2", "127.0.0.3"


@pytest.fixture(autouse=True)
def door(settings: Any) -> Iterator[None]:
    """One allowed network, an empty tally and a name server without names."""
    settings.OUTBOUND_ALLOW_NETWORKS = (ip_network(f"{ALLOWED}/32"),)
    tally.RECENT.clear()
    NAMES.forget()
    yield
    NAMES.forget()


@pytest.fixture
def names() -> NameServer:
    return NAMES


@pytest.fixture
def partner() -> Iterator[Partner]:
    """Whatever it is told to be, at the allowed address."""
    with Partner(ALLOWED) as opened:
        yield opened


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, str]:
    """An authority of the tests' own, and its certificate as a file."""
    made = trustme.CA()
    file: Path = tmp_path_factory.mktemp("authority") / "ca.pem"
    made.cert_pem.write_to_path(str(file))
    return made, str(file)


def tls(authority: trustme.CA, *names: str, **more: Any) -> ssl.SSLContext:
    """A server's side, with a certificate for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **more).configure_cert(context)
    return context
