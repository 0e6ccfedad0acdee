"""One visit to a page with the tag, by somebody with a slow phone on a slow network, and what they had to wait for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Frame, Page

SLOWER = 4  # times, of the processor
BYTES_PER_S, LATENCY_MS = 1_600_000 / 8, 150  # slow 4G
LONG_MS = 50
# A phone keeps a page and its frames in one process: so all of it is slowed, and what the chat does keeps the page waiting.
# Chromium asks before a page may reach this machine, and headless nobody can answer.
FLAGS = ["--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process,LocalNetworkAccessChecks"]

# In every document before anything of it. Times are in ms since 1970, so that page and frame can be compared.
WATCH = """
(() => {
  const at = (time) => performance.timeOrigin + time;
  const notes = (window.notes = { shift: 0, tasks: [] });
  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  /** When `there` first finds something and that has been painted; and when the frame began that painted it. */
  const seen = (name, there) => {
    const look = () => {
      if (!there()) return;
      eyes.disconnect();
      requestAnimationFrame(() => {
        notes[name + "Frame"] = at(performance.now());
        setTimeout(() => (notes[name] = at(performance.now())));
      });
    };
    const eyes = new MutationObserver(look);
    eyes.observe(document, { childList: true, subtree: true, attributes: true });
  };
  addEventListener("pointerdown", ({ timeStamp }) => (notes.pressed ??= at(timeStamp)), true);
  if (window === top) {
    watch("layout-shift", ({ value }) => (notes.shift += value));
    watch("long-animation-frame", ({ scripts }) =>
      scripts.forEach(({ startTime, duration, sourceURL, invoker }) => notes.tasks.push([at(startTime), duration, sourceURL + invoker])));
    seen("launcher", () => document.querySelector("parley-chat"));
  } else {
    watch("longtask", ({ name, startTime, duration }) => name === "self" && notes.tasks.push([at(startTime), duration, location.href]));
    seen("first", () => document.querySelector(".way")?.checkVisibility());
    seen("box", () => document.querySelector("textarea:enabled")?.checkVisibility());
  }
})();
"""
PAINTED = "performance.timeOrigin + performance.getEntriesByName('first-paint')[0].startTime"
ASKED = """(origin) => performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(origin))
  .map(({ startTime }) => performance.timeOrigin + startTime)"""


@dataclass(frozen=True)
class Seen:
    """What one visit was like; times in ms.

    `shift`: how much the page moved, also while the chat was opened. `requests`: ours until the frame that painted the launcher.
    `launcher_ms`: from our script's request until it was painted. `tasks`: how many of ours were long before somebody pressed, the
    longest `task_ms`. `usable_ms`: from the press until the chat takes the next; `box_ms`: from that until the box takes words.
    """

    shift: float
    requests: int
    launcher_ms: float
    tasks: int
    task_ms: float
    usable_ms: float
    box_ms: float


def slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"downloadThroughput": BYTES_PER_S, "uploadThroughput": BYTES_PER_S, "latency": LATENCY_MS}
    session.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def shift_without(browser: Browser, address: str) -> float:
    """How much a page without the tag moves by itself."""
    with browser.new_context() as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        slow_down(page)
        page.goto(address, wait_until="networkidle")
        return float(page.evaluate("notes.shift"))


def visit(browser: Browser, address: str, ours: str) -> Seen:
    """Come, let the page come to rest, open the chat and go to its box. `ours` is the chat's origin."""
    with browser.new_context() as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        slow_down(page)
        page.goto(address, wait_until="networkidle")
        page.wait_for_function("notes.launcher")
        launcher = max(page.evaluate("notes.launcher"), page.evaluate(PAINTED))
        # What begins once the frame is painted may begin before our own timer says so.
        asked = [at for at in page.evaluate(ASKED, ours) if at < page.evaluate("notes.launcherFrame")]
        frame = _open(page)
        notes, inside = page.evaluate("notes"), frame.evaluate("notes")
        tasks = _long([*notes["tasks"], *inside["tasks"]], ours, notes["pressed"])
        return Seen(
            shift=notes["shift"],
            requests=len(asked),
            launcher_ms=launcher - min(asked),
            tasks=len(tasks),
            task_ms=max(tasks, default=0),
            usable_ms=inside["first"] - notes["pressed"],
            box_ms=inside["box"] - inside["pressed"],
        )


def _open(page: Page) -> Frame:
    page.locator("parley-chat").get_by_role("button", name="Open chat").click()
    frame = page.locator("parley-chat iframe").element_handle().content_frame()
    assert frame
    frame.wait_for_function("() => notes.first")
    frame.get_by_role("button", name="Send us a message").click()
    frame.wait_for_function("() => notes.box")
    return frame


def _long(tasks: list[Any], ours: str, pressed: float) -> list[float]:
    return [length for at, length, whose in tasks if ours in whose and length >= LONG_MS and at < pressed]
