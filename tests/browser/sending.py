"""What stories about sending share: a partner, the worker that sends, and what the partner heard."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.boot import ROOT
from tests.browser.house import Parley
from tests.browser.people import Cast
from tests.integrations.outbound.partner import Partner

FOLDER = ROOT / "var" / "pictures"


@pytest.fixture
def partner() -> Iterator[Partner]:
    with Partner("127.0.0.2") as opened:
        yield opened


@pytest.fixture
def worker(parley: Parley) -> Iterator[subprocess.Popen[bytes]]:
    """The worker of this Parley: the press only writes down."""
    process = parley.begin("worker")
    yield process
    process.terminate()
    process.wait()


def connected(cast: Cast, url: str) -> str:
    """The secret of a webhook to this address, called *Order webhook*."""
    return cast.parley.run("-m", "tests.browser.hook", cast.customer.project, cast.customer.olga, url).strip()


def heard(request: bytes) -> tuple[dict[str, str], str]:
    """The headers and the body of a request."""
    head, _, body = request.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")[1:]
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}, body.decode()


def bodies(partner: Partner) -> list[Any]:
    """What came, as the partner reads it."""
    return [json.loads(heard(request)[1]) for request in list(partner.heard)]


def pictures(page: Page, name: str, **options: Any) -> None:
    """Dark and light, into `var/pictures/`; the page stays light, with no transition under way."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=FOLDER / f"{name}-{theme}.png", animations="disabled", **options)
