"""Pages that are hard on a widget (32-38): it works on each, changes nothing of theirs, and their console stays empty."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from playwright.sync_api import Browser, expect

from tests.browser.hostile_pages import CSS, ISOLATED, NO_STORAGE, NONCE, RIGHT_TO_LEFT, SHADOWED, THROWING, strict
from tests.browser.house import Parley
from tests.browser.lines import until
from tests.browser.people import Cast, Visitor
from tests.browser.profiles import PLAIN_HTTP, storage_allowed
from tests.browser.site import page, tag_of

STORED = re.compile(r"^said mine last$")  # neither on its way nor refused
# Every word of any console, also those that are no error.
LISTEN = """for (const kind of ["log", "info", "warn", "error", "debug"])
  console[kind] = (...words) => { document.documentElement.dataset.said = words + ""; };"""


def visit(cast: Cast, body: str, headers: dict[str, str] | None = None, *, at: str | None = None, nonce: str = "") -> Visitor:
    """Somebody on this page, with every console listened to."""
    tag = tag_of(cast.parley.url, cast.customer.key)
    cast.site.show({"/": page("Shelf", body + tag, nonce=nonce)}, headers)
    vera = cast.visitor(None)
    vera.context.add_init_script(f"if (window === top) {{ {LISTEN} }}")
    vera.visit(at or cast.site.url + "/")
    return vera


def talks(vera: Visitor) -> None:
    """The core of the main job, and an empty console."""
    talks_plainly(vera)
    quiet(vera)


def quiet(vera: Visitor) -> None:
    """Asked of an attribute: on such pages the driver's own code in the page breaks too."""
    assert vera.page.locator("html").get_attribute("data-said") is None


class TestHostilePages:
    """Across sites, as a browser comes: third-party cookies and storage are blocked."""

    def test_cross_origin_isolated(self, cast: Cast) -> None:
        vera = visit(cast, "", ISOLATED)
        talks(vera)
        assert vera.page.evaluate("crossOriginIsolated"), "the premise"
        assert vera.context.cookies() == []

    def test_shadowed_globals(self, cast: Cast) -> None:
        calls = """<a href="#" onclick="parley('track', 'looked', { at: 1 }); parley('message', 'More'); return false">More</a>
          <a href="#" onclick="parley('destroy'); return false">Away</a>"""
        vera = visit(cast, SHADOWED + calls)
        vera.network = False  # nothing but the console's lines of this page, which are looked at here
        talks(vera)
        vera.page.get_by_role("link", name="More").click()
        expect(vera.box()).to_have_value("More")
        vera.frame.get_by_role("button", name="Close chat").click()
        expect(vera.launcher()).to_be_visible()
        vera.page.get_by_role("link", name="Away").click()
        expect(vera.page.locator("parley-chat")).to_have_count(0)
        assert vera.page.locator("html").get_attribute("data-broken") is None, "none of what the page changed was used"

    def test_fifty_tags(self, cast: Cast) -> None:
        vera = visit(cast, tag_of(cast.parley.url, cast.customer.key) * 49)
        talks(vera)
        expect(vera.page.locator("parley-chat")).to_have_count(1)

    def test_rules_for_every_element(self, cast: Cast) -> None:
        vera = visit(cast, CSS)
        talks(vera)
        chat = vera.page.locator("parley-chat iframe").bounding_box()
        assert chat and chat["width"] > 300 and chat["height"] > 300

    def test_wrong_calls_and_listeners_that_throw(self, cast: Cast) -> None:
        vera = visit(cast, THROWING)
        talks(vera)
        vera.page.evaluate("parley('on', 'ready', () => heard.push('late'))")
        vera.page.wait_for_function("heard.includes('late')")
        assert vera.page.evaluate("heard") == ["ready", "fly", "undefined", "null", "late"]

    def test_a_blocked_host_is_no_error_of_the_page(self, cast: Cast, parley: Parley) -> None:
        vera = visit(cast, "")
        vera.network = False  # the browser's own line about the request
        vera.context.route("**/static/stage-*", lambda route: route.abort())
        vera.page.reload()
        vera.launcher().click()
        vera.page.wait_for_function("!document.querySelector('parley-chat').shadowRoot.querySelector('iframe')")
        vera.context.unroute("**/static/stage-*")
        quiet(vera)

    def test_right_to_left_on_a_narrow_page_at_four_hundred_percent(self, cast: Cast) -> None:
        """1280 px at 400 % are 320 px: nothing is cut off, in the page's direction."""
        vera = visit(cast, "<script>document.documentElement.dir = 'rtl'; document.documentElement.lang = 'ar'</script>")
        vera.page.set_viewport_size({"width": 320, "height": 256})
        launcher = vera.page.locator("parley-chat").get_by_role("button").last
        launcher.click()
        expect(vera.page.locator("parley-chat iframe")).to_be_visible()
        box = vera.page.locator("parley-chat iframe").bounding_box()
        assert box and (round(box["x"]), round(box["width"]), round(box["height"])) == (0, 320, 256)
        frame = vera.page.frame_locator("parley-chat iframe")
        expect(frame.locator("html")).to_have_attribute("dir", "rtl")
        frame.locator(".card.way").first.click()
        frame.locator("textarea").fill("مرحبا")
        frame.locator("textarea").press("Enter")
        expect(frame.locator("li.said .bubble")).to_have_text(["مرحبا"])
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert not frame.locator("html").evaluate(f"() => {wide}")
        quiet(vera)

    def test_without_any_storage_of_the_page(self, cast: Cast) -> None:
        vera = visit(cast, NO_STORAGE)
        talks(vera)


def walk(cast: Cast, vera: Visitor, origin: str) -> None:
    """Every hostile page, one after the other, by the same person: it can be talked on each, and no console hears a word."""
    tag = tag_of(cast.parley.url, cast.customer.key)
    nowhere: dict[str, str] = {}
    pages = {
        "isolated": ("", ISOLATED),
        "policy": ("", strict(cast.parley.url)),
        "shadowed": (SHADOWED, nowhere),
        "fifty tags": (tag * 49, nowhere),
        "rules for all": (CSS, nowhere),
        "wrong calls": (THROWING, nowhere),
        "no storage": (NO_STORAGE, nowhere),
        "right to left": (RIGHT_TO_LEFT, nowhere),
    }
    vera.context.add_init_script(f"if (window === top) {{ {LISTEN} }}")
    vera.network = False  # a page that is left ends its connection, which the console tells
    for name, (body, headers) in pages.items():
        cast.site.show({"/": page(name, body + tag, nonce=NONCE)}, headers)
        vera.visit(origin)
        vera.page.locator("parley-chat").locator("button").last.click()
        box, way = vera.frame.locator("textarea"), vera.frame.locator(".cards .way").first
        expect(box.or_(way).first).to_be_visible()
        if way.is_visible():
            way.click()
        box.fill(name)
        box.press("Enter")
        expect(vera.lines().last).to_have_text(name)
        expect(vera.frame.locator("li.said").last).to_have_class(STORED)
        quiet(vera)


class TestStorageAllowed:
    """Chromium with a profile of its own, where frames of other sites keep things."""

    def test_every_hostile_page(self, cast: Cast, browser: Browser) -> None:
        with TemporaryDirectory() as profile:  # a browser's own files may hold its visitor's token: they are no log of ours
            vera = cast.visitor(None, context=storage_allowed(browser, Path(profile)))
            walk(cast, vera, cast.site.url + "/")
            vera.context.close()


class TestPlainHttp:
    """A page without TLS: no secure context, in the page and in the frame."""

    flags: ClassVar = [PLAIN_HTTP]

    def test_every_hostile_page(self, cast: Cast) -> None:
        vera = cast.visitor(None)
        walk(cast, vera, "http://shop.test/")
        assert not vera.page.evaluate("isSecureContext"), "the premise"
        # The browser's own line: an opener policy counts only where there is TLS.
        vera.complaints[:] = [one for one in vera.complaints if "Cross-Origin-Opener-Policy header has been ignored" not in one]


class TestPinned:
    """The immutable address with its hash, as the install page gives it."""

    def test_the_browser_runs_it_with_its_hash_and_with_no_other(self, cast: Cast) -> None:
        olga = cast.operator()
        olga.page.goto(f"{cast.parley.url}/panel/{cast.customer.project}/install/")
        tag = olga.page.locator("#pinned").text_content() or ""
        assert "sha384-" in tag and 'crossorigin="anonymous"' in tag
        cast.site.show({"/": page("Shelf", tag)})
        vera = cast.visitor()
        talks_plainly(vera)
        changed = re.sub("sha384-....", "sha384-AAAA", tag)
        cast.site.show({"/": page("Shelf", changed, more="<script>window.after = 'unharmed'</script>")})
        nia = cast.visitor(None)
        nia.visit(cast.site.url + "/")
        expect(nia.page.get_by_role("link", name="Bowls")).to_be_visible()
        assert nia.page.evaluate("[after, typeof parley]") == ["unharmed", "undefined"]
        expect(nia.page.locator("parley-chat")).to_have_count(0)
        assert nia.complaints and all("integrity" in one for one in nia.complaints), "the browser's own line, and nothing of ours"
        nia.complaints.clear()


def talks_plainly(vera: Visitor) -> None:
    """The core of the main job."""
    vera.open()
    vera.say("Hello")
    expect(vera.lines()).to_have_text(["Hello"])
    expect(vera.frame.get_by_text("Sent")).to_be_visible()


class TestPrerendered:
    """A page that the browser is asked to make before anybody comes: whether it is kept or made again, the chat works on it."""

    flags: ClassVar = ["--enable-features=Prerender2"]

    def test_they_talk_on_it(self, cast: Cast) -> None:
        tag = tag_of(cast.parley.url, cast.customer.key)
        rules = '<script type="speculationrules">{"prerender": [{"source": "list", "urls": ["/bowls"], "eagerness": "immediate"}]}</script>'
        cast.site.show({"/": page("Shelf", rules), "/bowls": page("Bowls", tag)})
        vera = cast.visitor()
        until(lambda: ("/bowls", "prefetch;prerender") in cast.site.asked, vera.page)
        vera.page.get_by_role("link", name="Bowls").click()
        expect(vera.page).to_have_title("Bowls")
        talks_plainly(vera)


class TestBackAndForward:
    # The driver switches the cache off, for it keeps pages that it does not follow.
    flags: ClassVar = ["--enable-features=BackForwardCache"]

    def test_the_page_comes_back_with_its_talk(self, cast: Cast) -> None:
        kept = "<script>addEventListener('pageshow', ({ persisted }) => { window.kept = persisted; })</script>"
        vera = visit(cast, kept)
        talks(vera)
        vera.page.goto(cast.site.url.replace("127.0.0.1", "localhost") + "/?away")
        vera.page.go_back()
        vera.page.wait_for_function("'kept' in window")
        expect(vera.page.locator("parley-chat")).to_have_count(1)
        olga = cast.operator()
        olga.view("Unassigned")
        olga.open("Hello")
        olga.say("Welcome back")
        unread = vera.page.locator("parley-chat u")
        if not vera.page.locator("parley-chat iframe").is_visible():
            expect(unread).to_have_text("1")
            vera.launcher().click()
        expect(vera.lines()).to_have_text(["Hello", "Welcome back"])
