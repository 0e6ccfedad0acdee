"""Every state of the widget, by name, one after the other: walked by whoever looks at it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.people import Visitor
from tests.browser.screens import Walk
from tests.browser.site import page, shop, tag_of
from tests.browser.test_automatic_messages import add_by_rest
from tests.browser.test_identity import make_key
from tests.chat.files import samples
from tests.chat.test_identity import signed

SAID = "Is the ash glaze dishwasher safe?"
ANSWERED = "Yes, every day is fine: the lower rack, below 60 °C."
GREETING = "Choosing a set? Tell me how many you are and how big the table is."
WORDS = "You may keep this chat so that I find it here next time."
UNSIGNED, SIGNED = "Named by the page", "Signed by the server"
LAUNCHERS = (("Bubble", "Two lines"), ("Bubble", "Heart"), ("Bubble with words", "Question mark"))


def walk_widget(walk: Walk) -> None:
    """All of it."""
    walk.cast.site.show(shop(tag_of(walk.cast.parley.url, walk.cast.customer.key)))
    _launchers(walk)
    _talk(walk)
    _files(walk)
    _ended(walk)
    _known(walk)
    _elsewhere(walk)
    _asked_before(walk)
    _nobody_here(walk)


def _launchers(walk: Walk) -> None:
    """Closed: in each shape, and below an automatic message."""
    for kind, icon in reversed(LAUNCHERS):

        def choose(form: Page, kind: str = kind, icon: str = icon) -> None:
            form.get_by_role("radio", name=kind, exact=True).check(force=True)
            form.get_by_role("radio", name=icon).check(force=True)

        walk.set_up("looks", choose, "Save looks")
        vera = walk.cast.visitor(color_scheme="light")
        vera.page.locator("parley-chat button[aria-expanded]").wait_for()
        walk.look(f"launcher, {kind}, {icon}".lower().replace(" ", "-"), vera, closed=True)
        vera.context.close()
    rule = {"name": "Choosing a set?", "text": GREETING, "answers": ["We are 2", "4 or 5", "More"]}
    add_by_rest(walk.cast, walk.olga, **rule, conditions=[{"fact": "page", "how": "is", "value": "/bowls"}])
    vera = walk.cast.visitor("/bowls", color_scheme="light")
    expect(vera.page.locator("parley-chat aside")).to_contain_text(GREETING)
    walk.look("automatic-message", vera, closed=True)
    vera.page.locator("parley-chat aside").get_by_role("button", name="We are 2").click()
    expect(vera.lines()).to_have_count(2)
    walk.look("automatic-message-answered", vera)


def _talk(walk: Walk) -> None:
    """Home, the beginning, a talk, and what is asked inside."""
    olga, vera = walk.olga, walk.arrive(network=False)
    expect(vera.frame.get_by_text("Here now")).to_be_visible()
    walk.look("home", vera)
    vera.frame.get_by_role("button", name="Send us a message").click()
    vera.box().wait_for()
    walk.look("beginning", vera)
    vera.say(SAID)
    expect(vera.frame.get_by_text(re.compile("Sent$"))).to_be_visible()
    walk.look("sent", vera)
    olga.view("Unassigned")
    olga.open(SAID)
    olga.composer().press_sequentially("Yes")
    vera.frame.locator(".dots").wait_for()
    walk.look("typing", vera)
    olga.say(ANSWERED)
    expect(vera.lines().last).to_have_text(ANSWERED)
    walk.look("answered", vera)
    vera.frame.get_by_role("button", name="More").click()
    walk.look("menu", vera)
    vera.box().click()
    _asked(walk, vera)
    _not_sent(walk, vera)
    vera.page.close()


def _asked(walk: Walk, vera: Visitor) -> None:
    """For the address and more, inside the talk."""
    olga = walk.olga
    olga.page.get_by_role("button", name="Ask for…").click()
    asks = olga.page.get_by_role("dialog")
    for name in ("Order number", "Consent"):
        asks.get_by_role("checkbox", name=name).check()
    asks.get_by_label("The words to agree to").fill(WORDS)
    asks.get_by_role("button", name="Ask", exact=True).click()
    form = vera.frame.locator("form.asks")
    form.wait_for()
    walk.look("email-asked", vera)
    form.get_by_role("button", name="Save answers").click()
    expect(form).to_contain_text("Fill this in, or choose Not now")
    walk.look("email-asked-nothing-given", vera)
    form.get_by_role("button", name="Not now").click()
    expect(form).to_have_count(0)


def _not_sent(walk: Walk, vera: Visitor) -> None:
    """Refused, and waiting for the connection."""
    # No keyboard writes this, and no server takes it: so it fails.
    vera.box().evaluate("(box) => { box.value = 'Do you ship to\\0 Norway?'; box.dispatchEvent(new Event('input', { bubbles: true })); }")
    vera.box().press("Enter")
    expect(vera.frame.get_by_text("Not sent")).to_be_visible()
    walk.look("failed", vera)
    vera.frame.get_by_role("button", name="Delete").click()
    vera.offline()
    vera.say("And in the oven?")
    expect(vera.frame.get_by_text("Reconnecting. You can keep writing")).to_be_visible()
    walk.look("reconnecting", vera)


def _files(walk: Walk) -> None:
    """In the tray, on the way, too big, refused, in the talk, and looked at."""
    vera = walk.arrive(network=False)
    vera.frame.get_by_role("button", name="Send us a message").click()
    clip = vera.frame.get_by_label("Attach a file")
    table = FilePayload(name="our-table.png", mimeType="image/png", buffer=samples.picture(size=(800, 500)))
    note = FilePayload(name="measurements.txt", mimeType="text/plain", buffer=b"Five chairs")
    clip.set_input_files([table, note])
    with TemporaryDirectory() as folder:
        movie = Path(folder) / "kitchen-walk.mov"
        movie.touch()
        os.truncate(movie, 26 * 1024 * 1024)
        clip.set_input_files(movie)
        tray = vera.frame.locator(".tray")
        expect(tray.get_by_role("status")).to_contain_text("Too big")
    expect(tray.locator("progress")).to_have_count(0)
    walk.look("files-to-send", vera)
    vera.say("This is our table now")
    photo = vera.frame.get_by_role("button", name=re.compile("^Photo: "))
    expect(photo.locator("img")).not_to_have_js_property("naturalWidth", 0)
    tray.get_by_label("Remove kitchen-walk.mov").click()
    walk.look("files-in-the-talk", vera)
    photo.click()
    expect(vera.frame.locator("dialog.viewer img")).not_to_have_js_property("naturalWidth", 0)
    walk.look("viewer", vera)
    vera.page.keyboard.press("Escape")
    vera.offline()
    clip.set_input_files(table)
    expect(tray).to_contain_text("Waits for the connection")
    walk.look("file-waits", vera)
    vera.page.close()


def _ended(walk: Walk) -> None:
    """Rated, copied, written again."""
    vera = walk.arrive()
    vera.frame.get_by_role("button", name="Send us a message").click()
    vera.say("One more question")
    expect(vera.frame.get_by_text(re.compile("Sent$"))).to_be_visible()
    vera.frame.get_by_role("button", name="More").click()
    vera.frame.get_by_role("menuitem", name="End chat").or_(vera.frame.get_by_role("button", name="End chat")).click()
    yes = vera.frame.get_by_role("radio", name="Yes")
    copy = vera.frame.get_by_role("button", name="Email me a copy")
    copy.wait_for()
    walk.look("ended", vera)
    yes.check(force=True)
    walk.look("rating", vera)
    vera.frame.get_by_role("button", name="Send rating").click()
    expect(vera.frame.get_by_text("Thank you for your rating.")).to_be_visible()
    copy.click()
    vera.frame.get_by_label("Your email").fill("camille@example.com")
    walk.look("rated-and-copy-asked", vera)
    vera.page.keyboard.press("Enter")
    expect(vera.frame.get_by_text("camille@example.com")).to_be_visible()
    walk.look("copy-goes", vera)
    vera.frame.get_by_role("button", name="Back to home").click()
    vera.frame.locator(".cards .way + .way").wait_for()
    walk.look("home-with-a-talk", vera)
    vera.frame.locator(".cards .way + .way").click()
    vera.frame.get_by_role("button", name="More").click()
    with vera.context.expect_page() as opening:
        vera.frame.get_by_role("button", name="Open in a window").click()
    opening.value.locator("main h1").wait_for()
    walk.look("window-of-its-own", opening.value)
    vera.page.close()


def _elsewhere(walk: Walk) -> None:
    """A page of its own, a part of the site's page, a browser that keeps nothing, and somebody who may not write."""
    key, url = walk.cast.customer.key, walk.cast.parley.url
    alone = walk.cast.stranger(color_scheme="light").page
    alone.goto(f"{url}/w/{key}/")
    alone.locator(".cards .way").first.wait_for()
    walk.look("chat-page", alone)
    walk.set_up("looks", lambda form: form.get_by_label("As a part of the page, inside").fill("#chat"), "Save looks")
    tag = tag_of(url, key)
    walk.cast.site.show({**shop(tag), "/contact": page("Contact", tag, more='<div id="chat"></div>')})
    inside = walk.cast.visitor("/contact", color_scheme="light")
    inside.frame.locator(".cards .way").first.wait_for()
    walk.look("inline", inside)
    forgetful = walk.cast.visitor(None, color_scheme="light")
    forgetful.context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
        "Object.defineProperty(window, 'indexedDB', {get() { throw new DOMException('blocked', 'SecurityError'); }})"
    )
    forgetful.visit(walk.cast.site.url)
    forgetful.launcher().click()
    expect(forgetful.frame.get_by_text("This browser keeps nothing")).to_be_visible()
    walk.look("keeps-nothing", forgetful)


def _known(walk: Walk) -> None:
    """Named by the page, first on its word alone and then with a signature; with what the page says of them."""
    secret = make_key(walk.olga, walk.cast.parley, walk.cast.customer.project)
    walk.olga.page.goto(f"{walk.panel}/inbox/")
    for said, words in (
        ({"name": "Camille Bernard", "email": "camille@example.com"}, UNSIGNED),
        (signed(secret, "v-1", name="Nia"), SIGNED),
    ):
        vera = walk.arrive()
        vera.page.evaluate("(said) => parley('identify', said)", said)
        vera.page.evaluate("parley('set', { plan: 'pro', 'glaze of the last order': 'ash', seats: 3 })")
        vera.page.evaluate("parley('track', 'added to cart', { price: 12 })")
        vera.frame.get_by_role("button", name="Send us a message").click()
        vera.say(words)
        expect(vera.frame.get_by_text(re.compile("Sent$"))).to_be_visible()
        walk.look(words.lower().replace(" ", "-"), vera)
        vera.page.close()


def _asked_before(walk: Walk) -> None:
    """The form before a chat, with words to agree to; and what is missing in it."""

    def ask(form: Page) -> None:
        form.get_by_label("Words to agree to before anything is written").fill(WORDS)
        for place, kind in enumerate(("name", "email")):
            form.locator(f"#before_kind{place}").select_option(kind)
            form.locator(f"[name=before_required{place}]").check()

    walk.set_up("forms", ask, "Save forms")
    vera = walk.arrive()
    vera.frame.get_by_role("button", name="Send us a message").click()
    form = vera.frame.locator("form.entry")
    form.wait_for()
    walk.look("before-the-chat", vera)
    form.get_by_role("button", name="Start chat").click()
    expect(form).to_contain_text("Tick this to go on")
    walk.look("before-the-chat-incomplete", vera)
    walk.set_up("forms", _ask_nothing, "Save forms")
    gate = walk.arrive()
    gate.frame.get_by_role("button", name="Send us a message").click()
    gate.frame.get_by_role("checkbox").wait_for()
    walk.look("consent-gate", gate)


def _ask_nothing(form: Page) -> None:
    for place in range(2):
        form.locator(f"#before_kind{place}").select_option("")


def _nobody_here(walk: Walk) -> None:
    """Outside the hours: where one may write all the same, and the form to leave a message."""
    walk.set_up("forms", lambda form: form.get_by_label("Words to agree to before anything is written").fill(""), "Save forms")
    walk.olga.page.get_by_role("button", name="Olga Owner, available").click()
    walk.olga.page.get_by_label("Available for new chats").click()
    vera = walk.arrive()
    expect(vera.frame.get_by_text("Away now")).to_be_visible()
    walk.look("home-away", vera)
    vera.frame.get_by_role("button", name="Send us a message").click()
    expect(vera.frame.get_by_text("Nobody is here right now")).to_be_visible()
    walk.look("away", vera)
    walk.set_up("hours", lambda form: form.get_by_role("radio", name="A form to leave a message").check(), "Save hours")
    late = walk.arrive()
    late.frame.get_by_role("button", name="Send us a message").click()
    form = late.frame.locator("form.entry")
    form.wait_for()
    walk.look("offline-form", late)
    form.locator("button.act").click()
    expect(form.locator("[aria-invalid=true]").first).to_be_visible()
    walk.look("offline-form-incomplete", late)
