"""The picture of a run: bars beside the floor, drawn by hand as SVG, readable on light and on dark paper."""

from __future__ import annotations

from html import escape
from typing import Any

WIDTH, ROW, BAR = 760, 26, 14
LABEL, VALUE = 190, 150  # left and right of the bars
PANEL_GAP, TOP = 34, 30
MARGIN = 16
FAR = 4.0  # a bar this much longer than the next is cut off: the others must stay comparable

PANELS = (
    ("messages_per_s", "Messages a second, committed and acknowledged (more is better)", "{:,.0f}", 1.0),
    ("server_cpu_us", "Server CPU a message, µs (less is better)", "{:,.0f}", 1.0),
    ("idle_socket_bytes", "Memory of an idle socket, kB (less is better)", "{:,.1f}", 1e-3),
    ("fan_out_500_cpu_us", "Server CPU to reach 500 sockets, ms (less is better)", "{:,.1f}", 1e-3),
)

STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2a2e }
.title { font-weight: 600 } .quiet { fill: #5b6a70 }
.paper { fill: #ffffff } .floor { fill: #9aa8ad } .peer { fill: #c3b299 } .parley { fill: #0f616f }
@media (prefers-color-scheme: dark) {
  text { fill: #e6ecee } .quiet { fill: #9fb0b6 }
  .paper { fill: #14191b } .floor { fill: #6d7c82 } .peer { fill: #8a7a62 } .parley { fill: #4fb3c4 }
}
"""


def draw(titles: dict[str, str], figures: dict[str, Any], ratios: dict[str, Any]) -> str:
    """An SVG document. `figures` and `ratios` are those of `var/bench.json`."""
    parts: list[str] = []
    y = 0
    for name, title, form, scale in PANELS:
        shown = {stack: figures[stack][name]["median"] * scale for stack in titles if name in figures[stack]}
        if not shown:
            continue
        y += TOP
        parts.append(f'<text class="title" x="0" y="{y}">{escape(title)}</text>')
        for stack, value in shown.items():
            y += ROW
            ratio = ratios[stack].get("floor", {}).get(name)
            said = form.format(value) + (f"  × {ratio['median']:.2f}" if ratio else "")
            parts += _bar(y, titles[stack], said, value / _longest(list(shown.values())), _kind(stack))
        y += PANEL_GAP - ROW // 2
    wide, high = WIDTH + 2 * MARGIN, y + MARGIN
    box = f'viewBox="{-MARGIN} 0 {wide} {high}" width="{wide}" height="{high}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">'
    paper = f'<rect class="paper" x="{-MARGIN}" width="{wide}" height="{high}"/>'
    told = "<title>Parley beside the floor and its peers</title>"
    return "\n".join([head, told, f"<style>{STYLE}</style>", paper, *parts, "</svg>", ""])


def _bar(y: int, label: str, said: str, part: float, kind: str) -> list[str]:
    """One row; its text stands on the bar's line."""
    width = min(max(1.0, part * (WIDTH - LABEL - VALUE)), WIDTH - LABEL - VALUE)
    cut = f'<rect class="paper" x="{LABEL + width - 24:.1f}" y="{y - BAR + 1}" width="4" height="{BAR + 4}"/>' if part > 1 else ""
    return [
        f'<text x="{LABEL - 10}" y="{y}" text-anchor="end">{escape(label)}</text>',
        f'<rect class="{kind}" x="{LABEL}" y="{y - BAR + 3}" width="{width:.1f}" height="{BAR}" rx="3"/>{cut}',
        f'<text class="quiet" x="{LABEL + width + 8:.1f}" y="{y}">{escape(said)}</text>',
    ]


def _longest(values: list[float]) -> float:
    """What fills the width."""
    last, first = sorted([0.0, *values])[-2:]
    return last * 1.3 if last and first > FAR * last else first


def _kind(stack: str) -> str:
    if stack == "floor":
        return "floor"
    return "parley" if stack.startswith("parley") else "peer"
