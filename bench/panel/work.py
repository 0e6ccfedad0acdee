"""One operator at work: they open conversations and write, with thousands in the list."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from bench.panel.crowd import CONVERSATIONS, LONG
from bench.panel.trace import Event, frame, mark, presses, traced

OPENED = 9
KEYS = "does it fit into the parcel"
# The thread says when it stands there: its last line is painted in the frame after this mark.
WATCH = """
(() => {
  let last = "";
  const look = () => {
    const line = [...document.querySelectorAll(".feed li.msg > .bub")].at(-1)?.textContent ?? "";
    const here = line && location.pathname;
    if (here && here !== last) performance.mark("thread");
    last = here;
  };
  const begin = () => new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", begin);
})();
"""


# The list keeps room for the rows that are out of view.
HOW_LONG = "document.querySelector('.list-b').scrollHeight"
LONGER = "(n) => document.querySelector('.list-b').scrollHeight > n"
GREW = "(n) => document.querySelectorAll('.feed li.msg > .bub').length > n || !document.querySelector('.feed .older')"

# Two frames later everything is on the screen; the trace hears of it a little later.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200))))"


@dataclass(frozen=True)
class Felt:
    """Times in ms, one of each press: until a thread stands there, first seen and seen before; until a key is painted."""

    open_ms: list[float]
    again_ms: list[float]
    long_ms: list[float]
    key_ms: list[float]
    rows: int
    lines: int


def work(browser: Browser, ours: str, project: str, long: str) -> Felt:
    """Sign in, load the whole list, open conversations, read the long one from its beginning, write in it."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(f"{ours}/accounts/login/")
        page.get_by_label("Email").fill("bench@parley.example")
        page.get_by_label("Password", exact=True).fill("a long password")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.goto(f"{ours}/panel/{project}/inbox/")
        page.get_by_role("group", name="View").get_by_role("button", name="All").click()
        rows = _whole_list(page)
        names = [f"Visitor {number}" for number in range(CONVERSATIONS - 1, CONVERSATIONS - 1 - 2 * OPENED, -2)]
        opened = [_open(page, name) for name in names]
        again = [_open(page, name) for name in names]
        first = [_open(page, f"Visitor {CONVERSATIONS}")]
        lines = _whole_thread(page)
        felt = _write(page)
        for other in names[:3]:
            _open(page, other)
            first.append(_open(page, f"Visitor {CONVERSATIONS}"))
        assert long in page.url
        return Felt(opened, again, first, felt, rows, lines)


def _whole_list(page: Page) -> int:
    """Scroll until every conversation has been shown."""
    page.locator("a.conv").first.wait_for()
    more, before = page.get_by_role("button", name="Show more"), 0
    while more.count():
        more.first.scroll_into_view_if_needed()
        page.wait_for_function(LONGER, arg=before)
        before = page.evaluate(HOW_LONG)
    page.locator(".list-b").evaluate("(list) => list.scrollTo(0, 0)")
    page.locator("a.conv").first.wait_for()
    return int(page.evaluate("+document.querySelector('.list-b [aria-setsize]').ariaSetSize"))


def _whole_thread(page: Page) -> int:
    """Read upwards to the first line."""
    lines, older = page.locator(".feed li.msg > .bub"), page.locator(".feed .older button")
    while older.count():
        before = lines.count()
        page.locator(".feed").evaluate("(feed) => feed.scrollTo(0, -feed.scrollHeight)")
        page.wait_for_function(GREW, arg=before)
    assert lines.count() >= LONG, lines.count()
    return lines.count()


def _open(page: Page, name: str) -> float:
    row = page.locator("a.conv").filter(has=page.get_by_text(name, exact=True))
    row.scroll_into_view_if_needed()
    with traced(page) as events:
        row.click()
        page.wait_for_function("(name) => document.querySelector('.thread h1, .thread h2')?.textContent.includes(name)", arg=name)
        page.locator(".feed li.msg > .bub").last.wait_for()
        page.evaluate(PAINTED)
    pressed = presses(events, "click")[0]
    return _ms(events, pressed, mark(events, "thread", pressed))


def _write(page: Page) -> list[float]:
    """Type with pauses as people do; each key until the frame with its letter."""
    box = page.locator("#composer")
    box.click()
    with traced(page) as events:
        for key in KEYS:
            page.keyboard.press(key if key != " " else "Space")
            page.wait_for_timeout(80)
        page.evaluate(PAINTED)
    box.fill("")
    keys = presses(events, "keydown")
    typed = presses(events, "input")
    assert len(keys) == len(typed) == len(KEYS), (len(keys), len(typed))
    return [_ms(events, key, letter) for key, letter in itertools.zip_longest(keys, typed)]


def _ms(events: list[Event], pressed: float, shown: float | None) -> float:
    assert shown is not None, "never shown"
    drawn = frame(events, shown)
    assert drawn is not None, "never painted"
    return (drawn - pressed) / 1000
