"""From nothing to a chat on one's own page: sign up, confirm, add a project, paste the tag, and see who comes."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import ANSWER_MS
from tests.browser.house import Parley

PASSWORD = "quiet-harbour-lamp"


class QuietHandler(SimpleHTTPRequestHandler):
    """A static web server that logs nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def own_site(folder: Path) -> Iterator[str]:
    """Olga's own website, on another port and another host name than Parley. Gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sign_up(page: Page, parley: Parley, email: str) -> None:
    """Sign up, and press the link in the demo's mailbox."""
    page.goto(f"{parley.url}/")
    page.get_by_role("link", name="Start a free project").click()
    page.get_by_label("Your name").fill("Olga Orlova")
    page.get_by_label("Work email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("link", name="demo mailbox", exact=True).click()
    page.get_by_role("link", name="Confirm your email for Parley").first.click()
    page.get_by_role("link", name=re.compile("confirm-email")).click()
    page.get_by_role("button", name="Confirm address").click()


def add_project(page: Page, website: str) -> str:
    """Add a project for a website. Gives the tag, as one would copy it."""
    page.get_by_label("Project name").fill("Acme")
    page.get_by_label("Site address").fill(website)
    page.get_by_role("radio", name="Cobalt").check(force=True)
    expect(page.get_by_label("Other colour")).to_have_value("#2D4A9A")
    page.get_by_role("button", name="Add project").click()
    expect(page.get_by_role("heading", name="Paste this on every page")).to_be_visible()
    return page.get_by_label("The tag", exact=True).inner_text()


class TestOnboarding:
    def test_from_sign_up_to_the_first_visitor(self, parley: Parley, browser: Browser, context: BrowserContext, tmp_path: Path) -> None:
        page = context.new_page()
        with own_site(tmp_path) as site:
            sign_up(page, parley, "olga@acme.example")
            tag = add_project(page, site)
            (tmp_path / "index.html").write_text(f"<!doctype html><title>Acme plates</title><h1>Plates</h1>{tag}</body>")
            expect(page.get_by_text("Waiting for your first visitor")).to_be_visible()
            with browser.new_context() as vera:
                vera.new_page().goto(site)
                expect(page.get_by_text("Your first visitor is here")).to_be_visible(timeout=ANSWER_MS)
                expect(page.get_by_text("Reading Acme plates. The tag works.")).to_be_visible()
        page.get_by_role("link", name="Go to the inbox").click()
        page.wait_for_url(re.compile(r"/panel/[0-9a-f-]{36}/inbox/"))

    def test_a_wrong_field_is_said_where_it_is_and_the_press_still_lands(self, parley: Parley, context: BrowserContext) -> None:
        page = context.new_page()
        page.goto(f"{parley.url}/accounts/signup/")
        page.get_by_label("Work email").fill("nonsense")
        page.get_by_role("button", name="Create account").click()
        # The page came back from the server: focus is on the first field that is wrong, and nothing typed is gone.
        expect(page.get_by_label("Your name")).to_be_focused()
        expect(page.get_by_label("Work email")).to_have_value("nonsense")

    def test_a_theme_is_kept(self, parley: Parley, context: BrowserContext) -> None:
        page = context.new_page()
        page.goto(f"{parley.url}/?theme=light")
        page.get_by_role("button", name="Light or dark").click()
        page.goto(f"{parley.url}/accounts/login/")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("width", [390, 320])
class TestNarrow:
    def test_nothing_is_cut_off(self, parley: Parley, context: BrowserContext, width: int) -> None:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 844})
        for path in ("/", "/accounts/login/", "/accounts/signup/", "/demo/mail/"):
            page.goto(parley.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
