"""`make bench-panel`: medians of what somebody feels, into `var/bench-panel.json`."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict

from playwright.sync_api import Browser, sync_playwright

from bench.house import House, keep_house, until_ready
from bench.machine import machine
from bench.panel.crowd import fill
from bench.panel.work import Felt, work
from bench.stacks import free_port, log_of, parley
from launcher import places
from launcher.program import start
from launcher.say import say
from launcher.test import browser as chosen

RESULT = places.VAR / "bench-panel.json"
# name: the words, and what is promised in ms.
FIGURES: dict[str, tuple[str, float]] = {
    "open_ms": ("from the press until a conversation stands there, ms", 100),
    "again_ms": ("the same for one that was open before, ms", 100),
    "long_ms": ("the same for the long thread, ms", 100),
    "key_ms": ("from a key until its letter is painted, ms", 50),
}


def measure() -> int:
    """Returns the exit code: 1 where a promise was not kept."""
    with keep_house(10) as house, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chosen()["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"])
        try:
            felt, said = _at_work(house, opened), machine(house) | {"Chromium": opened.version}
        finally:
            opened.close()
    RESULT.write_text(json.dumps({"machine": said, "felt": asdict(felt)}, indent=2) + "\n")
    say(f"  {felt.rows} conversations in the list, {felt.lines} lines in the thread")
    kept = True
    for name, (words, most) in FIGURES.items():
        values = asdict(felt)[name]
        median = statistics.median(values)
        kept = kept and median <= most
        say(f"  {'✓' if median <= most else '✗'}  {words}: {median:.0f} ({min(values):.0f}–{max(values):.0f}), promised {most:g}")
    return 0 if kept else 1


def _at_work(house: House, opened: Browser) -> Felt:
    stack, port = parley("daphne"), free_port()
    site = house.world.sites[0]
    long = fill(house, site)
    program = stack.program(house, port)
    with log_of(house, stack).open("ab") as log:
        server = start(program, log)
    try:
        until_ready(program, log_of(house, stack))
        return work(opened, f"http://localhost:{port}", site.public_id, long)
    finally:
        server.kill()
        server.wait()
