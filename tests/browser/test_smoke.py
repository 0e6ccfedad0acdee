"""The pages of the embedded run open in a real browser, without a complaint in its console."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.house import Parley


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accounts/signup/", "/demo/"])
class TestPages:
    def test_opens(self, parley: Parley, context: BrowserContext, address: str) -> None:
        page = context.new_page()
        complaints = listen(page)

        answer = page.goto(parley.url + address)

        assert answer and answer.ok
        assert page.title()
        assert not complaints


def listen(page: Page) -> list[str]:
    """Errors of scripts, and what the console calls an error (a refused style or script among them)."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    return found
