"""OUT4: every mail with every hostile word, opened in Chromium without any policy that could help: nothing runs, nothing is fetched."""

from __future__ import annotations

import pytest
from django.core import mail
from playwright.sync_api import Browser, Dialog, Request

from tests.accounts.test_hostile_mails import ALLAUTHS, OURS, TOGETHER, parsed, part, send


@pytest.fixture(scope="module")
def letters() -> list[str]:
    """The pages of all mails."""
    pages = []
    for name in [*OURS, *ALLAUTHS]:
        for word in TOGETHER:
            mail.outbox = []
            send(name, word)
            pages.append(part(parsed(mail.outbox[0]), "html"))
    return pages


class TestMails:
    def test_nothing_runs_and_nothing_is_fetched(self, letters: list[str], browser: Browser) -> None:
        ran: list[str] = []

        def remember(dialog: Dialog) -> None:
            ran.append(dialog.message)
            dialog.dismiss()

        def fetch(request: Request) -> None:
            ran.append(request.url)

        with browser.new_context() as context:
            page = context.new_page()
            page.on("dialog", remember)
            page.on("request", fetch)
            for letter in letters:
                page.set_content(letter, wait_until="load")
            # The premise: without escaping this page would be heard.
            assert ran == []
            page.set_content("<img src='http://localhost:9/x' onerror='alert(1)'>", wait_until="load")
            page.wait_for_function("document.images[0].complete")
        assert ran and len(letters) > 300
