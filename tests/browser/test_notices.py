"""Operators are called: by a push while the panel is closed, by a sound in one tab while it is open, and told why when nothing rang."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from tests.browser.audit import problems
from tests.browser.axe import violations
from tests.browser.house import Parley
from tests.browser.people import Cast, Operator
from tests.browser.sending import FOLDER, pictures, worker
from tests.launcher.waiting import wait_for
from tests.push_service import PushService

__all__ = ["worker"]

# What leaves the machine when a browser subscribes is its vendor's push service: ours stands there instead, and gives the addresses.
VENDOR = """
(() => {
  const given = %s;
  const subscription = (options) => ({ ...given, options, getKey: () => null, unsubscribe: async () => true, toJSON: () => given });
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0)).buffer;
  const kept = () => localStorage.getItem("vendor");
  PushManager.prototype.subscribe = async (options) => {
    localStorage.setItem("vendor", options.applicationServerKey);
    return subscription({ applicationServerKey: bytes(options.applicationServerKey) });
  };
  PushManager.prototype.getSubscription = async () => kept() && subscription({ applicationServerKey: bytes(kept()) });
})();
"""
CHOICES = "/panel/settings/notifications/"
WHY = CHOICES + "why/"
RANG = "window.rang = []; document.addEventListener('parley:rang', (event) => event.detail === 'again' || window.rang.push(event.detail));"
# The desk of an operating system, where a notification is pressed, cannot be reached from here: the press is told as it would be.
PRESS = """
async (tag) => {
  const [notification] = await registration.getNotifications({ tag });
  ExtendableEvent.prototype.waitUntil = () => undefined;
  const opened = new Promise((resolve) => (clients.openWindow = async (url) => resolve(url)));
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  return opened;
}
"""
SHOWN = "async (tag) => (await registration.getNotifications({ tag })).map(({ title, body }) => `${title}: ${body}`)"


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as opened:
        yield opened


class Browser:
    """An operator's browser that is subscribed at our push service, seen from below."""

    def __init__(self, oscar: Operator, service: PushService) -> None:
        self.context: BrowserContext = oscar.context
        self.service, self.subscribed = service, service.subscribe()
        self.context.add_init_script(VENDOR % json.dumps(self.subscribed.json))
        self.below: CDPSession | None = None
        self.registrations: list[dict[str, Any]] = []
        self.delivered = 0

    def watch(self, page: Page) -> None:
        """Hear of service workers from a page that stays."""
        self.below = self.context.new_cdp_session(page)
        self.below.on("ServiceWorker.workerRegistrationUpdated", lambda said: self.registrations.extend(said["registrations"]))
        self.below.send("ServiceWorker.enable")

    def deliver(self) -> dict[str, Any]:
        """The next push that has come to the service is opened by this browser, which wakes its service worker."""
        self.delivered += 1
        words = self.service.wait(self.subscribed, self.delivered)[-1]
        assert self.below is not None
        last = self.registrations[-1]
        origin = re.sub(r"/panel/$", "", str(last["scopeURL"]))
        data = json.dumps(words, ensure_ascii=False)
        self.below.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": last["registrationId"], "data": data})
        return words


def subscribed(parley: Parley, oscar: Operator, service: PushService) -> Browser:
    """Through the page, as a person does it."""
    browser = Browser(oscar, service)
    page = oscar.page
    page.goto(parley.url + WHY)
    expect(page.get_by_role("heading", name="This browser does not ring yet")).to_be_visible()
    page.get_by_role("button", name="Subscribe this browser").click()
    expect(page.get_by_role("heading", name="This browser rings")).to_be_visible()
    stays = oscar.context.new_page()
    browser.watch(stays)
    return browser


@pytest.mark.usefixtures("worker")
class TestWithThePanelClosed:
    def test_a_push_arrives_and_opens_the_right_conversation(self, cast: Cast, parley: Parley, service: PushService) -> None:
        oscar = cast.operator(cast.customer.oscar, permissions=["notifications"])
        browser = subscribed(parley, oscar, service)
        self.a_test_goes_the_whole_way(oscar.page, browser)
        pictures(oscar.page, "why")
        assert violations(oscar.page) == []
        oscar.page.close()

        vera = cast.visitor()
        vera.open()
        vera.say("Do you have <b>blue</b> bowls?")
        words = browser.deliver()
        assert words["body"] == "Do you have <b>blue</b> bowls?" and words["event"] == "new_chat"
        (running,) = oscar.context.service_workers
        wait_for(lambda: running.evaluate(SHOWN, words["tag"]), "a notification", within_s=10)
        assert running.evaluate(SHOWN, words["tag"]) == [f"{words['title']}: {words['body']}"]
        address = running.evaluate(PRESS, words["tag"])

        oscar.page = oscar.context.new_page()
        oscar.page.goto(parley.url + address)
        expect(oscar.lines()).to_have_text(["Do you have <b>blue</b> bowls?"])
        oscar.page.goto(parley.url + WHY)
        expect(oscar.page.get_by_role("row").filter(has_text="A new chat")).to_contain_text("Rang")
        self.a_dead_one_is_said(oscar.page, service, browser)

    def a_test_goes_the_whole_way(self, page: Page, browser: Browser) -> None:
        page.get_by_role("button", name="Send a test push").click()
        browser.deliver()
        expect(page.locator("[data-hops]")).to_contain_text("This browser rang")
        expect(page.locator("[data-station=heard]")).to_contain_text("this browser said that it had arrived")

    def a_dead_one_is_said(self, page: Page, service: PushService, browser: Browser) -> None:
        service.answers.append((410, {}))
        page.get_by_role("button", name="Send a test push").click()
        expect(page.get_by_role("heading", name="This browser has lost its subscription")).to_be_visible()
        expect(page.locator("[data-station=subscription]")).to_contain_text("the push service says that it is gone")
        pictures(page, "why-lost", full_page=True)
        for theme in ("dark", "light"):
            page.goto(page.url.partition("?")[0] + f"?theme={theme}")
            expect(page.get_by_role("heading", name="This browser has lost its subscription")).to_be_visible()
            assert (problems(page), violations(page)) == ([], [])
        page.get_by_role("button", name="Subscribe again").click()
        expect(page.get_by_role("heading", name="This browser rings")).to_be_visible()


class TestWithThePanelOpen:
    def test_one_tab_rings_and_each_event_by_its_own_sound(self, cast: Cast) -> None:
        olga = cast.operator()
        olga.context.add_init_script(RANG)
        tabs = [olga.page, olga.context.new_page()]
        for tab in tabs:
            tab.goto(f"{cast.parley.url}/panel/{cast.customer.project}/visitors/")
            tab.get_by_role("heading", level=1).click()
        vera = cast.visitor()
        vera.open()
        vera.say("Blue bowls?")
        for tab in tabs:
            expect(tab).to_have_title(re.compile(r"^\(1\)"))
            expect(tab.locator("link[rel=icon]")).to_have_attribute("href", re.compile("^data:image/svg"))
        self.rang(tabs, ["new_chat"])
        vera.say("Green ones?")
        self.rang(tabs, ["new_chat", "reply"])
        tabs[0].close()
        tabs[1].evaluate("window.rang.length = 0")
        vera.say("Or red?")
        self.rang(tabs[1:], ["reply"])

    def rang(self, tabs: list[Page], sounds: list[str]) -> None:
        """Together, and each once."""
        wait_for(lambda: sum(len(tab.evaluate("window.rang")) for tab in tabs) >= len(sounds), f"{sounds}", within_s=10)
        assert sorted(tab.evaluate("window.rang") for tab in tabs) == sorted([[]] * (len(tabs) - 1) + [sounds])

    def test_a_page_that_nobody_touched_asks_for_a_press(self, cast: Cast) -> None:
        olga = cast.operator()
        olga.context.add_init_script(RANG)
        olga.page.close()  # it was pressed in when she signed in
        page = olga.page = olga.context.new_page()
        page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/inbox/")
        page.get_by_role("heading", level=1).wait_for()
        vera = cast.visitor()
        vera.open()
        vera.say("Blue bowls?")
        page.get_by_role("button", name="Turn sounds on").click()
        expect(page.get_by_role("button", name="Turn sounds on")).to_have_count(0)
        vera.say("Green ones?")
        wait_for(lambda: page.evaluate("window.rang")[-1:] == ["reply"], "the sound of a reply", within_s=10)


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestForEverybody:
    def test_the_pages_in_both_widths(self, cast: Cast, theme: str) -> None:
        page = cast.operator().page
        pages = {"choices": CHOICES, "why-new": WHY, "ladder": f"/panel/{cast.customer.project}/settings/notifications/"}
        for name, path in pages.items():
            page.goto(f"{cast.parley.url}{path}?theme={theme}")
            page.get_by_role("heading", level=1).wait_for()
            for width, device in ((1280, "desk"), (390, "phone")):
                page.set_viewport_size({"width": width, "height": 900})
                assert (problems(page), violations(page)) == ([], []), path
                assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than a {device}"
                page.screenshot(path=FOLDER / f"{name}-{device}-{theme}.png", animations="disabled", full_page=True)
