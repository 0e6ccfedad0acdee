"""`make bench-page`: `docs/performance.md` and its picture, from what the last whole runs have measured."""

from __future__ import annotations

import json
from typing import Any

from bench.compare import RESULT
from bench.figures import Figure
from bench.growth.run import RESULT as GROWTH
from bench.growth.run import growth_table
from bench.picture import draw
from bench.table import as_markdown, rows, short, turned
from bench.widget.run import RESULT as WIDGET
from bench.widget.run import widget_table
from bench.widget.visit import SLOWER
from launcher import places
from launcher.say import Trouble, say

DOCS = places.ROOT / "docs"

HEAD = """# How fast Parley is

Written by `make bench-page` from whole runs of `make bench`, `make bench-growth` and `make bench-widget` on a quiet machine; what is
measured, and how, is told in [bench/README.md](../bench/README.md). Everything ran on the same machine at the same time: server,
Postgres, Redis and the load. So figures are only good beside each other: **× is the ratio to the floor in the same round**, the
median of the rounds. In brackets the least and the most.
"""

GROWTH_WORDS = """
What a request touches of Postgres' memory (8 kB blocks, by all of its statements), and its median time over HTTP, while the past
grows. An index of a thousand times as many rows is one or two levels deeper. Reports are all seven of their page, over thirty days; an
export is measured by the page of a thousand rows and by the paper of a conversation, with the most memory of whoever writes it.
"""

WIDGET_WORDS = """
One script tag at the end of a real page, the npm package `startbootstrap-shop-homepage`, on a second origin, seen in Chromium with a
processor made {slower} times slower and slow 4G (1.6 Mbit/s, 150 ms). Page and chat are kept in one process, as phones do. The page
itself, without the tag, moves by {without:g}. {rounds} visits, each in a browser that has seen nothing yet.
"""


def write_page() -> int:
    """Returns the exit code. Raises Trouble where there is nothing to write from."""
    if not RESULT.exists():
        raise Trouble("There is no var/bench.json. Run make bench first.")
    result = json.loads(RESULT.read_text())
    growth = json.loads(GROWTH.read_text()) if GROWTH.exists() else None
    widget = json.loads(WIDGET.read_text()) if WIDGET.exists() else None
    (DOCS / "performance.svg").write_text(draw(result["titles"], result["figures"], result["ratios"]))
    (DOCS / "performance.md").write_text(page(result, growth, widget))
    say("  ✓  docs/performance.md, docs/performance.svg")
    return 0


def page(result: dict[str, Any], growth: dict[str, Any] | None, widget: dict[str, Any] | None = None) -> str:
    parts = [HEAD, "![Parley beside the floor and its peers](performance.svg)", "## Beside the floor and its peers", _table(result)]
    parts.append(_limits(result))
    if any("thread_per_s" in told for told in result["figures"].values()):
        parts += ["## Hot reads of Parley, a second", _reads(result)]
    stages = growth["stages"] if growth else result["growth"]
    if stages:
        parts += ["## Growth", GROWTH_WORDS, as_markdown(growth_table(stages))]
    if widget:
        parts += ["## On a customer's page", widget_words(widget)]
    parts += ["## The machine", ", ".join(f"{name} {value}" for name, value in result["machine"].items()) + "."]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def widget_words(widget: dict[str, Any]) -> str:
    words = WIDGET_WORDS.format(slower=SLOWER, **{name: widget[name] for name in ("without", "rounds")}).strip()
    ran = ", ".join(f"{name} {widget['machine'][name]}" for name in ("cores", "processor", "memory", "kernel", "Chromium"))
    return f"{words}\n\n{as_markdown(widget_table(widget))}\n\nMeasured on: {ran}."


def _table(result: dict[str, Any]) -> str:
    figures = {stack: _figures(told) for stack, told in result["figures"].items()}
    ratios = {stack: _figures(told.get("floor", {})) for stack, told in result["ratios"].items()}
    return as_markdown(turned(rows(result["titles"], figures, ratios)))


def _limits(result: dict[str, Any]) -> str:
    options, limits = result["options"], " ".join(f"{name}={value}" for name, value in result["limits"].items())
    load = f"{options['sockets']} visitors' sockets of which {options['talkers']} talk, {options['rounds']} rounds"
    return f"{load}, {options['seconds']:g} s a phase. Limits raised for Parley: `{limits}`."


def _reads(result: dict[str, Any]) -> str:
    names = {"thread_per_s": "thread page (REST)", "inbox_per_s": "inbox (REST)", "resume_per_s": "resume (socket)"}
    found = {stack: told for stack, told in result["figures"].items() if "thread_per_s" in told}
    table = [["", *(result["titles"][stack] for stack in found)]]
    table += [[title, *(short(told[name]["median"]) for told in found.values())] for name, title in names.items()]
    return as_markdown(table)


def _figures(told: dict[str, Any]) -> dict[str, Figure]:
    return {name: Figure(**one) for name, one in told.items()}
