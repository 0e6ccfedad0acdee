"""The people of the stories: operators at the panel, and visitors of a site with the tag."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from tests.browser.customers import PASSWORD, Customer
from tests.browser.house import Parley
from tests.browser.site import Site, shop, tag_of

WAIT_MS = 10_000
# What Chromium itself says while a network is away: no complaint about our pages.
NETWORK = re.compile(r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE|ABORTED|FAILED)|WebSocket connection to")


class Person:
    """Somebody with a browser of their own. `network` False says that theirs fails in the story, which the console tells too."""

    def __init__(self, browser: Browser, *, network: bool = True, context: BrowserContext | None = None, **options: Any) -> None:
        self.context = context or browser.new_context(**options)
        self.context.set_default_timeout(WAIT_MS)
        self.complaints: list[str] = []
        self.network = network
        self.context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        self.context.on("console", lambda said: self._hear(said.type, f"{said.text} ({said.location.get('url', '')})"))
        self.page: Page = self.context.new_page()

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and (self.network or not NETWORK.search(text)):
            self.complaints.append(text)

    def offline(self, away: bool = True) -> None:
        """The laptop is closed, or open again."""
        self.network = False
        self.context.set_offline(away)


class Operator(Person):
    """Somebody at the panel."""

    def sign_in(self, parley: Parley, email: str, password: str = PASSWORD) -> None:
        self.page.goto(f"{parley.url}/accounts/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/inbox/**")

    def view(self, name: str) -> None:
        """Mine, Unassigned or All."""
        self.page.get_by_role("group", name="View").get_by_role("button", name=re.compile(name)).click()

    def rows(self) -> Locator:
        """The conversations in the list."""
        return self.page.locator("a.conv:not(.found)")

    def row(self, text: str) -> Locator:
        return self.rows().filter(has_text=text)

    def open(self, text: str) -> None:
        """Press the conversation whose row says this."""
        self.row(text).click()
        expect(self.composer()).to_be_visible()

    def composer(self) -> Locator:
        return self.page.locator("#composer")

    def say(self, text: str) -> None:
        self.composer().fill(text)
        self.composer().press("Enter")

    def note(self, text: str) -> None:
        self.page.get_by_role("button", name="Private note").click()
        self.say(text)

    def search(self, question: str) -> Locator:
        """Ask anew, and give what was found once the answer is there."""
        field, answer = self.page.get_by_label("Search conversations and messages"), self.page.get_by_role("heading", name="In messages")
        field.fill("")
        expect(answer).to_have_count(0)
        field.fill(question)
        expect(answer).to_be_visible()
        return self.page.locator("a.found")

    def lines(self) -> Locator:
        """Everything said in the open conversation, notes and what is on its way included."""
        return self.page.locator(".feed li.msg:not(.typing) > .bub, .feed li.note p")


class Visitor(Person):
    """Somebody on a page with the tag."""

    frame: FrameLocator

    def visit(self, address: str) -> None:
        self.page.goto(address)
        self.frame = self.page.frame_locator("parley-chat iframe")

    def launcher(self) -> Locator:
        return self.page.locator("parley-chat").get_by_role("button", name="Open chat")

    def open(self) -> None:
        """Press the launcher, and the way into the conversation where the first screen shows it."""
        self.launcher().click()
        box, way = self.box(), self.frame.get_by_role("button", name="Send us a message")
        expect(box.or_(way)).to_be_visible()
        if way.is_visible():
            way.click()
        expect(box).to_be_visible()

    def box(self) -> Locator:
        return self.frame.get_by_label("Your message")

    def say(self, text: str) -> None:
        self.box().fill(text)
        self.box().press("Enter")

    def lines(self) -> Locator:
        """Everything said, what is on its way included."""
        return self.frame.locator("li.said > .bubble:not(:has(.unseen))")


class Cast:
    """Whoever takes part in a story, in one browser, around one customer."""

    def __init__(self, browser: Browser, parley: Parley, site: Site, customer: Customer) -> None:
        self.browser, self.parley, self.site, self.customer = browser, parley, site, customer
        self.people: list[Person] = []

    def operator(self, email: str | None = None, **options: Any) -> Operator:
        """Somebody at the panel, signed in: Olga unless another address is given."""
        operator = Operator(self.browser, **options)
        self.people.append(operator)
        operator.sign_in(self.parley, email or self.customer.olga)
        return operator

    def stranger(self, **options: Any) -> Operator:
        """Somebody who has no account yet."""
        person = Operator(self.browser, **options)
        self.people.append(person)
        return person

    def visitor(self, path: str | None = "/", **options: Any) -> Visitor:
        """Somebody on the customer's site, which gets its pages with the tag if it has none; or not there yet, with None."""
        if not self.site.pages:
            self.site.show(shop(tag_of(self.parley.url, self.customer.key)))
        visitor = Visitor(self.browser, **options)
        self.people.append(visitor)
        if path is not None:
            visitor.visit(path if path.startswith("http") else self.site.url + path)
        return visitor

    def leave(self) -> list[str]:
        """Close everything. Gives what the consoles complained about."""
        for person in self.people:
            person.context.close()
        return [complaint for person in self.people for complaint in person.complaints]
