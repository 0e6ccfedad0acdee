"""Pages that are hard on a widget (32-38): it works on each, changes nothing of theirs, and their console stays empty."""

from __future__ import annotations

from typing import ClassVar

from playwright.sync_api import expect

from tests.browser.hostile_pages import CSS, SHADOWED, THROWING
from tests.browser.house import Parley
from tests.browser.people import Cast, Visitor
from tests.browser.site import page, tag_of

ISOLATED = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}
NONCE = "bWVudQ"
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
    vera.open()
    vera.say("Hello")
    expect(vera.lines()).to_have_text(["Hello"])
    expect(vera.frame.get_by_text("Sent")).to_be_visible()
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
        blocked = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
        vera = visit(cast, f"<script>{blocked}</script>")
        talks(vera)


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
