"""The customer's own page is unharmed: what the tag touches, what it leaves, and whom it listens to."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.browser.house import Parley
from tests.browser.lines import until
from tests.browser.people import Cast
from tests.browser.site import Site, page, tag_of
from tests.browser.trap import TRAP

BLOCKED = "chrome-error://chromewebdata/"
# The published list of `architecture.md`: our element, location, title, referrer, history and our own names in localStorage.
# The rest is what any script needs to say it.
WINDOW = {
    *(
        "history",
        "addEventListener",
        "removeEventListener",
        "matchMedia",
        "setTimeout",
        "requestAnimationFrame",
        "requestIdleCallback",
        "postMessage",
    ),
    *("console", "CSSStyleSheet", "MessageChannel", "URL", "Event"),
}
DOCUMENT = {"createElement", "documentElement", "title", "referrer", "currentScript"}
NONCE = "bWVudQ"

SPAM = """<script>
const handover = { parley: "port", keeps: true, token: "v1.stolen", pending: [], draft: "spam", locale: "de", open: true,
  page: { url: "https://evil.example/", title: "Evil", referrer: "" } };
for (let i = 0; i < 2000; i += 1) {
  const { port1, port2 } = new MessageChannel();
  parent.postMessage(i % 2 ? handover : { t: "open", open: false }, "*", [port2]);
  for (let place = 0; place < parent.frames.length; place += 1) parent.frames[place].postMessage(handover, "*");
}
parent.postMessage("spammed", "*");
</script>"""


class TestHostPage:
    def test_only_the_published_members_are_touched(self, cast: Cast, site: Site, parley: Parley) -> None:
        key = cast.customer.key
        tag = tag_of(parley.url, key)
        trapped = tag.replace("<script", f"<script>{TRAP}</script><script", 1)
        site.show({"/": page("Shelf", trapped, more='<form id="order"><input name="card" value="4111"></form>')})
        vera = cast.visitor()
        vera.page.evaluate("localStorage.setItem('basket', 'private')")
        before = vera.page.evaluate("Object.keys(window)")
        vera.page.reload()
        vera.open()
        vera.say("Hello")
        expect(vera.lines()).to_have_count(1)
        vera.page.evaluate("parley('message', 'More'), history.pushState({}, '', '/?tab=2')")
        expect(vera.box()).to_have_value("More")

        touched = set(vera.page.evaluate("[...touched]"))
        assert touched, "the trap is set"
        assert {name for name in touched if name.startswith("window.")} <= {f"window.{name}" for name in WINDOW}
        assert {name for name in touched if name.startswith("document.")} <= {f"document.{name}" for name in DOCUMENT}
        stored = set(
            vera.page.evaluate("[...stored].filter((name) => typeof name === 'string' && name !== 'length')")
        )  # places are no names
        assert {name for name in stored if not name.startswith(f"parley:{key}:")} <= {"basket"}, "basket is this test's own"
        assert set(vera.page.evaluate("Object.keys(window)")) - set(before) <= {"parley"}
        # On the customer's site there is no cookie, and in the frame there is none either.
        assert vera.context.cookies() == []

    def test_a_strict_policy_is_no_hindrance(self, cast: Cast, site: Site, parley: Parley) -> None:
        policy = (
            f"default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic'; frame-src {parley.url}; connect-src {parley.url}; "
            "style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
        tag = tag_of(parley.url, cast.customer.key)
        site.show({"/": page("Shelf", tag, nonce=NONCE)}, {"Content-Security-Policy": policy})
        vera = cast.visitor()
        vera.open()
        vera.say("Hello from behind a policy")
        expect(vera.lines()).to_have_text(["Hello from behind a policy"])
        expect(vera.frame.get_by_text(re.compile("Sent$"))).to_be_visible()
        width = vera.page.locator("parley-chat iframe").bounding_box()
        assert width and width["width"] > 300, "the launcher's sheet is in force"

    def test_foreign_frames_are_not_heard(self, cast: Cast, site: Site, parley: Parley) -> None:
        """WID5: a frame of another site talks to the page and to all frames that it can reach."""
        count = "<script>addEventListener('message', ({ data }) => data === 'spammed' && (document.title = 'Spammed'))</script>"
        foreign = f'<iframe src="http://localhost:{site.port}/spam"></iframe>'
        site.show({"/": page("Shelf", tag_of(parley.url, cast.customer.key), more=count), "/spam": SPAM})
        vera = cast.visitor()
        vera.open()
        vera.say("Before")
        expect(vera.lines()).to_have_text(["Before"])
        # The chat's own frame hears it too, from its parent, and takes no second port.
        vera.page.evaluate(
            """(foreign) => {
              const chat = document.querySelector("parley-chat").shadowRoot.querySelector("iframe").contentWindow;
              const hello = { parley: "port", open: "no" };
              for (let i = 0; i < 2000; i += 1) chat.postMessage(i % 2 ? hello : null, "*", [new MessageChannel().port2]);
              const template = new DOMParser().parseFromString(foreign, "text/html");
              document.body.append(template.body.firstChild);
            }""",
            foreign,
        )
        expect(vera.page).to_have_title("Spammed")
        expect(vera.box()).to_have_value("")
        vera.say("After")
        expect(vera.lines()).to_have_text(["Before", "After"])
        assert not vera.page.evaluate(f"localStorage.getItem('parley:{cast.customer.key}:token')").startswith("v1.stolen")

    def test_another_domain_gets_no_chat(self, cast: Cast) -> None:
        olga = cast.operator()
        olga.page.get_by_role("link", name="Visitors").click()
        thief = cast.visitor("http://elsewhere.test/")
        thief.launcher().click()
        frame = thief.page.locator("parley-chat iframe").element_handle().content_frame()
        assert frame
        for _ in range(100):  # `wait_for_url` raises when the block, which we wait for, comes while it waits
            if frame.url == BLOCKED:
                break
            thief.page.wait_for_timeout(100)
        assert frame.url == BLOCKED
        expect(olga.page.get_by_role("heading", name="Nobody is on the site")).to_be_visible()
        assert thief.complaints and all("frame-ancestors" in complaint for complaint in thief.complaints)
        thief.complaints.clear()


class TestCommands:
    def test_twice_the_tag_is_one_launcher(self, cast: Cast, site: Site, parley: Parley) -> None:
        tag = tag_of(parley.url, cast.customer.key)
        site.show({"/": page("Shelf", tag + tag)})
        vera = cast.visitor()
        vera.open()
        expect(vera.page.locator("parley-chat")).to_have_count(1)

    def test_what_the_page_said_before_the_script_came_is_done(self, cast: Cast, site: Site, parley: Parley) -> None:
        stub = """<script>window.parley=window.parley||function(){(parley.q=parley.q||[]).push(arguments)};
        window.heard = []; parley("on", "ready", () => heard.push("ready")); parley("on", "open", () => heard.push("open"));
        parley("message", "I come from the page"); parley("identify", { name: "Vera Visitor", email: "vera@visits.example" });</script>"""
        site.show({"/": page("Shelf", stub + tag_of(parley.url, cast.customer.key))})
        olga = cast.operator()
        vera = cast.visitor()
        expect(vera.box()).to_have_value("I come from the page")
        vera.box().press("Enter")
        expect(vera.lines()).to_have_text(["I come from the page"])
        assert set(vera.page.evaluate("heard")) == {"ready", "open"}
        olga.view("Unassigned")
        expect(olga.row("I come from the page")).to_contain_text("Vera Visitor")

    def test_destroy_leaves_nothing(self, cast: Cast) -> None:
        vera = cast.visitor()
        vera.open()
        vera.page.evaluate("parley('destroy')")
        expect(vera.page.locator("parley-chat")).to_have_count(0)
        left = "[typeof parley, String(history.pushState).includes('native'), String(history.replaceState).includes('native')]"
        assert vera.page.evaluate(left) == ["undefined", True, True]
        assert vera.page.evaluate("[document.documentElement.getAttributeNames(), document.documentElement.children.length]") == [
            ["lang"],
            2,
        ]

    def test_it_takes_what_frameworks_hold_in_any_order(self, cast: Cast, site: Site, parley: Parley) -> None:
        """Proxies, elements, dates and functions: what a port cannot carry is left out, and the rest is heard."""
        said = """<script>window.parley=window.parley||function(){(parley.q=parley.q||[]).push(arguments)};
        const one = new Proxy({ name: "Vera Visitor", email: "vera@visits.example", element: document.body, act() {},
          data: new Proxy({ plan: "pro", since: new Date(0), many: 10n, page: document, next: { deep: 1 } }, {}) }, {});
        parley("message", "I come from a framework"); parley("show"); parley("set", new Proxy({ seats: 3, self: window }, {}));
        parley("identify", one); parley("hide"); parley("show");</script>"""
        site.show({"/": page("Shelf", said + tag_of(parley.url, cast.customer.key))})
        olga, vera = cast.operator(), cast.visitor()
        expect(vera.box()).to_have_value("I come from a framework")
        vera.box().press("Enter")
        expect(vera.frame.get_by_text("Sent")).to_be_visible()
        olga.view("Unassigned")
        olga.open("I come from a framework")
        side = olga.page.get_by_role("complementary", name="Visitor")
        for words in ("Vera Visitor", "pro", "1970-01-01", "seats"):
            expect(side).to_contain_text(words)

    def test_it_is_told_in_the_order_in_which_it_was_said(self, cast: Cast, site: Site, parley: Parley) -> None:
        """Before the code that passes it on is there: browsers do not settle the imports of one module in their order."""
        said = """<script>window.parley=window.parley||function(){(parley.q=parley.q||[]).push(arguments)};
        for (let turn = 0; turn < 40; turn += 1) parley("set", { turn });
        parley("track", "told");</script>"""
        site.show({"/": page("Shelf", said + tag_of(parley.url, cast.customer.key))})
        olga, vera = cast.operator(), cast.visitor()
        vera.open()
        vera.say("Are we there yet?")
        olga.view("Unassigned")
        olga.open("Are we there yet?")
        side = olga.page.get_by_role("complementary", name="Visitor")
        expect(side).to_contain_text("told", timeout=40_000)  # a trip for each: fewer come in order by chance
        expect(side).to_contain_text("turn39")

    def test_what_is_said_while_its_words_are_on_their_way_counts(self, cast: Cast, site: Site, parley: Parley) -> None:
        """The frame has been handed what the page knew before; what it hears after that is newer."""
        site.show({"/": page("Regal", tag_of(parley.url, cast.customer.key)).replace('lang="en"', 'lang="de"', 1)})
        olga, vera, held = cast.operator(), cast.visitor(None), list[Route]()

        def hold(route: Route) -> None:
            held.append(route)

        vera.context.route(re.compile("/words-de-"), hold)
        vera.visit(site.url)
        until(lambda: bool(held), vera.page)
        vera.page.evaluate(
            "parley('identify', { name: 'Vera Visitor' }); document.title = 'Schalen'; history.pushState({}, '', '/schalen')"
        )
        vera.page.wait_for_timeout(500)  # the page's own words come over in a moment; nothing tells when
        for route in held:
            route.continue_()
        olga.page.goto(f"{parley.url}/panel/{cast.customer.project}/visitors/")
        expect(olga.page.get_by_role("row", name="Vera Visitor")).to_contain_text("Schalen")

    def test_destroyed_it_can_be_loaded_again(self, cast: Cast) -> None:
        vera = cast.visitor()
        vera.open()
        vera.say("Once")
        expect(vera.frame.get_by_text("Sent")).to_be_visible()
        vera.page.evaluate("window.heard = []; parley('on', 'close', () => heard.push('old')); parley('destroy')")
        expect(vera.page.locator("parley-chat")).to_have_count(0)
        vera.page.evaluate(
            """() => {
              const { src } = document.querySelector("script[src]");
              for (let time = 0; time < 2; time += 1) document.head.append(Object.assign(document.createElement("script"), { src }));
            }"""
        )
        vera.launcher().click()
        expect(vera.lines()).to_have_text(["Once"])
        expect(vera.page.locator("parley-chat")).to_have_count(1)
        vera.page.evaluate("parley('on', 'close', () => heard.push('new')); parley('close')")
        vera.page.wait_for_function("heard.length")
        assert vera.page.evaluate("heard") == ["new"]
