"""`make bench-widget`: the median of some visits, into `var/bench-widget.json`."""

from __future__ import annotations

import json
import os
import statistics
from dataclasses import asdict, fields
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.house import House, keep_house, until_ready
from bench.machine import machine
from bench.options import whole_of
from bench.stacks import free_port, log_of, parley
from bench.widget.shop import shop
from bench.widget.visit import FLAGS, Seen, shift_without, visit
from launcher import places
from launcher.program import start
from launcher.say import say
from launcher.test import browser as chosen

RESULT = places.VAR / "bench-widget.json"
ROUNDS = 9
# name: the words, and what is promised.
FIGURES: dict[str, tuple[str, float]] = {
    "shift": ("layout shift", 0),
    "requests": ("requests until the launcher shows", 1),
    "launcher_ms": ("from our script's request until the launcher shows, ms", 800),
    "tasks": ("long tasks of ours before the chat is opened", 0),
    "task_ms": ("the longest of them, ms", 0),
    "usable_ms": ("from the press until the chat takes the next one, ms", 500),
    "box_ms": ("from that until the box takes words, ms", 500),
}


def measure() -> int:
    """Returns the exit code: 1 where a promise was not kept."""
    rounds = whole_of(os.environ, "BENCH_ROUNDS", ROUNDS)
    with keep_house(1) as house, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", *FLAGS]
        opened = playwright.chromium.launch(executable_path=chosen()["CHROMIUM"], args=flags)
        try:
            seen, moved = _visits(house, opened, rounds)
            said = machine(house) | {"Chromium": opened.version}
        finally:
            opened.close()
    figures = _figures(seen)
    RESULT.write_text(json.dumps({"machine": said, "rounds": rounds, "without": moved, "figures": figures}, indent=2) + "\n")
    for name, (words, most) in FIGURES.items():
        one = figures[name]
        mark = "✓" if one["median"] <= most else "✗"
        say(f"  {mark}  {words}: {one['median']:g} ({one['least']:g}–{one['most']:g}), promised {most:g}")
    return 0 if all(figures[name]["median"] <= most for name, (_, most) in FIGURES.items()) else 1


def _visits(house: House, opened: Browser, rounds: int) -> tuple[list[Seen], float]:
    stack, port = parley("daphne"), free_port()
    site = house.world.sites[0]
    house.sql("UPDATE accounts_project SET allowed_domains = '{127.0.0.1}';")
    program, ours = stack.program(house, port), f"http://localhost:{port}"
    with log_of(house, stack).open("ab") as log:
        server = start(program, log)
    try:
        until_ready(program, log_of(house, stack))
        with shop(f'<script src="{ours}/w/{site.key}.js" async></script>') as origin:
            visit(opened, f"{origin}/", ours)  # the server's own first time is nobody's measure
            return [visit(opened, f"{origin}/", ours) for _ in range(rounds)], shift_without(opened, f"{origin}/bare")
    finally:
        server.kill()
        server.wait()


def _figures(seen: list[Seen]) -> dict[str, dict[str, float]]:
    told: dict[str, dict[str, float]] = {}
    for one in fields(Seen):
        values = [asdict(each)[one.name] for each in seen]
        told[one.name] = {"median": round(statistics.median(values), 4), "least": round(min(values), 4), "most": round(max(values), 4)}
    return told


def widget_table(result: dict[str, Any]) -> list[list[str]]:
    """As it stands in `docs/performance.md`."""
    rows = [["", "median (least to most)", "promised, at most"]]
    for name, (words, most) in FIGURES.items():
        figure = result["figures"][name]
        rows.append([words, f"{figure['median']:.0f} ({figure['least']:.0f}–{figure['most']:.0f})", f"{most:g}"])
    return rows
