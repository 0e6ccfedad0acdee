"""A day at the staff site in a real Chromium: a link, a passkey, what customers pay, a grant, and its end in the middle of a page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from accounts.actions.revoke_grant import revoke_grant
from accounts.models import Grant
from accounts.tenancy import account
from tests.accounts.staff.conftest import Support
from tests.browser.chromium import FLAGS, chromium
from tests.browser.staff_site import come_in, enrolment, staff_site
from tests.browser.test_signing_in import pictures


@pytest.fixture
def site(support: Support, tmp_path: Path) -> Iterator[str]:
    with staff_site(support.database, tmp_path / "staff.log") as url:
        yield url


def revoked_by_olga(support: Support, grant: Grant) -> None:
    """On a thread of its own: where Playwright runs, Django touches no database."""
    with account(grant.account_id):
        revoke_grant(support.cast.olga, grant)
    connection.close()


@pytest.mark.browser
class TestMidPage:
    def test_the_page_empties_itself(self, support: Support, site: str) -> None:
        """STF1, STF3, STF4, STF5 as a person meets them."""
        cast, link = support.cast, enrolment(support.database, site, support.aino.email)
        with sync_playwright() as playwright, ThreadPoolExecutor(1) as aside:
            page = playwright.chromium.launch(executable_path=chromium(), args=FLAGS).new_page()
            complaints: list[str] = []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            come_in(page, link)
            expect(page.get_by_role("heading", name="No customer lets us in just now")).to_be_visible()
            pictures(page, "staff-home")
            page.get_by_role("link", name="Acme").click()
            expect(page.get_by_text("on trial until")).to_be_visible()
            pictures(page, "staff-account")
            assert "Acme Shop" not in page.content() and "Olga" not in page.content()
            grant = aside.submit(support.give, project=cast.shop).result()
            page.goto(site)
            page.get_by_role("row", name="Ticket 8812").get_by_role("link").click()
            expect(page.get_by_text("The customer sees that you opened this page")).to_be_visible()
            page.goto(f"{site}/grants/{grant.public_id}/{cast.shop.public_id}/conversations/{cast.talk.public_id}/")
            expect(page.get_by_text("Do you have blue bowls?")).to_be_visible()
            aside.submit(revoked_by_olga, support, grant).result()
            revoked = time.monotonic()
            expect(page.get_by_role("heading", name="This grant has ended")).to_be_visible(timeout=10_000)
            print(f"gone after {time.monotonic() - revoked:.2f} s")
            assert "blue bowls" not in page.content() and "Vera" not in page.locator("main").inner_text()
            assert page.reload().status == 404  # type: ignore[union-attr]
            page.goto(site)
            page.get_by_role("button", name="Sign out").click()
            expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
            pictures(page, "staff-sign-in")
            assert complaints == []
