"""A real Chromium for each class of browser tests, and one whole Parley for all of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.chromium import FLAGS, chromium
from tests.browser.customers import Customer
from tests.browser.house import Parley
from tests.browser.late import make_late
from tests.browser.people import Cast
from tests.browser.site import Site, serve

ANSWER_MS = 10_000
_told: list[str] = []
_left: dict[str, int] = {}  # connections through the guarded door


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How long people waited: printed, never judged."""
    for line in _told:
        terminalreporter.write_line(line)
    if _left:
        terminalreporter.write_line(f"guarded door, connections: {_left}, 0 others")


def tell(line: str) -> None:
    """Print this below the results."""
    _told.append(line)


@contextmanager
def took(what: str) -> Iterator[None]:
    """Note how long the block took."""
    started = time.monotonic()
    yield
    tell(f"{what}: {round((time.monotonic() - started) * 1000)} ms")


@pytest.fixture(scope="session")
def whole_parley(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    """One web process and one database for all browser tests."""
    parley = Parley(tmp_path_factory.mktemp("var"))
    yield parley
    parley.close()


@pytest.fixture(autouse=True)
def _nothing_leaves_by_itself(request: pytest.FixtureRequest) -> Iterator[None]:
    """INT1: whatever a story does, the guarded door opens for the tries of what somebody pressed, and for nothing else."""
    yield
    if "whole_parley" in request.fixturenames:
        pressed, asked = request.getfixturevalue("whole_parley").look_at_the_door()
        _left.update({"of tries of presses": pressed, "of what a person asked for besides": asked})


@pytest.fixture(scope="class")
def parley(whole_parley: Parley) -> Parley:
    """The running product, with nobody on any site yet."""
    whole_parley.forget_presence()
    return whole_parley


@pytest.fixture(scope="session")
def whole_site() -> Iterator[Site]:
    """A web server for the customers' pages."""
    with serve() as site:
        yield site


@pytest.fixture
def site(whole_site: Site) -> Site:
    """A customer's website, without a page yet."""
    whole_site.show({})
    return whole_site


@pytest.fixture(scope="class")
def browser(request: pytest.FixtureRequest, parley: Parley, whole_site: Site) -> Iterator[Browser]:
    """Chromium, or a skip that says why; under CI=true there is no skipping. A class may name more `flags`.

    It lives no longer than a class: while Playwright's event loop runs on this thread, Django refuses to touch a database,
    and other tests may come next.
    """
    # Two names of the test's own website: one that customers allow, and one that they do not.
    names = ",".join(f"MAP {name}:80 127.0.0.1:{whole_site.port}" for name in ("shop.test", "elsewhere.test"))
    flags = [*FLAGS, f"--host-resolver-rules={names}", *getattr(request.cls, "flags", [])]
    expect.set_options(timeout=ANSWER_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=flags)
        make_late(opened)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's browser. For a second person: `browser.new_context()`."""
    with browser.new_context() as opened:
        opened.set_default_timeout(ANSWER_MS)
        yield opened


@pytest.fixture
def customer(parley: Parley) -> Customer:
    """A customer of this test's own, with one project and two operators."""
    return parley.customer()


@pytest.fixture
def cast(browser: Browser, parley: Parley, site: Site, customer: Customer) -> Iterator[Cast]:
    """The people of a story. What any of their consoles complains about fails the story."""
    people = Cast(browser, parley, site, customer)
    yield people
    complaints = people.leave()
    assert not complaints, "\n".join(complaints)
