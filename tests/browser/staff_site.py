"""Parley's own people in a story: their site, in a process of its own, and how they come in by passkey."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.boot import ROOT, STORES
from tests.browser.test_signing_in import DEVICE
from tests.databases import with_database
from tests.launcher.waiting import START_S, wait_for
from tests.ports import free_port


@contextmanager
def staff_site(database: str, log: Path, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve the staff site on a database, as parley_staff. Gives its address."""
    port = free_port()
    url = f"http://localhost:{port}"
    own = {
        **(env or os.environ),
        "PARLEY_ENV": "embedded",
        "PARLEY_URL": url,
        "PARLEY_STAFF_URL": url,
        "DATABASE_STAFF_URL": with_database(os.environ["DATABASE_STAFF_URL"], database),
        "REDIS_URL": STORES.env["REDIS_URL"],
        "DJANGO_SETTINGS_MODULE": "config.staff_settings",
    }
    with log.open("wb") as output:
        serving = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT, env=own, stderr=output)
    try:
        wait_for(lambda: _answers(f"{url}/healthz"), f"the staff site; its log: {log}", within_s=START_S)
        yield url
    finally:
        serving.terminate()
        serving.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def enrolment(database: str, site: str, email: str, name: str = "") -> str:
    """The link that `manage.py staff enrol` prints for somebody, run as the owner of the tables."""
    env = {**os.environ, "PARLEY_STAFF_URL": site, "DATABASE_URL": with_database(STORES.env["DATABASE_OWNER_URL"], database)}
    argv = [sys.executable, "manage.py", "staff", "enrol", email, "--name", name]
    return subprocess.run(argv, cwd=ROOT, env=env, text=True, capture_output=True, check=True).stdout.split()[0]


def come_in(page: Page, link: str) -> None:
    """Register a passkey on this device, and sign in with it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(link)
    page.get_by_label("Its name").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Grants and accounts")).to_be_visible()
