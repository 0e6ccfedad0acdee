"""The story of tests/browser/test_main_job.py, told over https and wss: run by `make production-check`, never by pytest alone."""

from __future__ import annotations

import email
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, chromium
from tests.browser.conftest import ANSWER_MS, cast
from tests.browser.test_main_job import TestMainJob
from tests.launcher.waiting import wait_for
from tests.production.topology import SITE

# The cast by name: pytest would take the one of tests/conftest.py, which is nearer.
__all__ = ["TestMainJob", "cast"]


@dataclass(frozen=True)
class Elsewhere:
    """What the story needs of Parley, where Parley is a deployment and no child of the tests."""

    url: str
    mails: Path
    superuser: dict[str, Any]

    def follow_mail(self, page: Page, address: str) -> None:
        """Open the link that was mailed to this address."""
        wait_for(lambda: self._link(address), f"a mail to {address}")
        page.goto(self._link(address))

    def rows(self, question: str) -> list[str]:
        """What the database says, behind the walls: a line a row, columns with `|` between."""
        copying = f"COPY ({question}) TO STDOUT WITH (DELIMITER '|')"
        with psycopg.connect(**self.superuser) as connection, connection.cursor() as cursor, cursor.copy(copying) as copy:
            return b"".join(bytes(block) for block in copy).decode().splitlines()

    def _link(self, address: str) -> str:
        for file in self.mails.glob("*.eml"):
            mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            body = mail.get_body(("plain",))
            found = re.search(r"https://\S+confirm-email\S+", body.get_content() if body else "")
            if found and address in str(mail["To"]):
                return found[0]
        return ""


@pytest.fixture(scope="session")
def told() -> dict[str, Any]:
    """Where the deployment is."""
    facts: dict[str, Any] = json.loads(Path(os.environ["PARLEY_STORY"]).read_text())
    return facts


@pytest.fixture(scope="class")
def parley(told: dict[str, Any]) -> Elsewhere:
    return Elsewhere(told["url"], Path(told["mails"]), told["superuser"])


@pytest.fixture
def customer() -> None:
    """Nobody: who signs up here is new."""


@pytest.fixture(scope="class")
def browser(told: dict[str, Any]) -> Iterator[Browser]:
    """Chromium that finds the site on loopback and trusts its one certificate, by its key; every other check stays on."""
    flags = [f"--host-resolver-rules=MAP {SITE} 127.0.0.1", f"--ignore-certificate-errors-spki-list={told['pin']}"]
    expect.set_options(timeout=ANSWER_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *flags])
        yield opened
        opened.close()
