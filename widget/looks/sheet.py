"""The style sheet that a project's looks add to the launcher's own. Made of numbers and of names of ours: nobody's words become CSS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from widget.looks.choices import Looks, Place
from widget.looks.icons import PATHS, SIZE

PHONE, DESKTOP = "(max-width:480px)", "(min-width:481px)"
BUTTON = "[aria-expanded]"
LAUNCHER, SHUT = "[aria-expanded]", "[aria-expanded=false]"
# What stands above the launcher: its height, and the space between.
ABOVE_PX, FRAME_ABOVE_PX, FRAME_TOP_PX = 76, 74, 22


def sheet_of(looks: Looks, labels: Mapping[str, str]) -> str:
    """CSS, or "" where all is as it always was. `labels` are the launcher's words by language; the one under "" is for any other."""
    rules = [*_of_place(looks.desktop, DESKTOP, frame=True), *_of_place(looks.phone, PHONE, frame=False)]
    if looks.icon != "lines":
        rules += [
            f"{SHUT} p{{inline-size:{SIZE}px;block-size:{SIZE}px;background:currentColor;clip-path:path(evenodd,'{PATHS[looks.icon]}')}}"
        ]
        rules += [f"{SHUT} i{{display:none}}"]
    if looks.launcher == "label":
        rules += _of_label(labels)
    hidden = [query for query, shown in ((DESKTOP, looks.on_desktop), (PHONE, looks.on_phone)) if not shown]
    rules += [f"@media{query}{{{LAUNCHER},div{{display:none!important}}}}" for query in hidden]
    if looks.only_on or looks.never_on:
        # Until the second file has seen which page this is.
        rules += [f":host(:not([on])) {LAUNCHER},:host(:not([on])) div{{display:none!important}}"]
    if looks.inline:
        rules += list(_of_inline(looks.height))
    return "".join(rules)


def _of_place(place: Place, query: str, *, frame: bool) -> Iterator[str]:
    if place == Place():
        return
    other = "start" if place.side == "end" else "end"
    inner = [f"{'div,iframe,' if frame else 'div,'}{BUTTON}{{inset-inline-{place.side}:{place.x}px;inset-inline-{other}:auto}}"]
    corner = ";border-end-end-radius:22px;border-end-start-radius:7px" if place.side == "start" else ""
    inner += [f"{BUTTON}{{inset-block-end:{place.y}px{corner}}}", f"div{{inset-block-end:{place.y + ABOVE_PX}px}}"]
    if frame:
        above = place.y + FRAME_ABOVE_PX
        inner += [f"iframe{{inset-block-end:{above}px;block-size:min(704px,100dvh - {above + FRAME_TOP_PX}px)}}"]
    yield f"@media{query}{{{''.join(inner)}}}"


def _of_label(labels: Mapping[str, str]) -> Iterator[str]:
    box = "inline-size:auto;max-inline-size:min(320px,100vw - 44px);display:flex;gap:12px;padding-inline:20px 22px;align-items:center"
    yield f"{SHUT}{{{box}}}"
    yield f"{SHUT}::after{{content:{quoted(labels[''])};font:600 16px/20px system-ui}}"
    for language, label in labels.items():
        if language and label != labels[""]:
            yield f":host(:lang({language})) {SHUT}::after{{content:{quoted(label)}}}"


def _of_inline(height: int) -> Iterator[str]:
    yield f":host([inline]){{display:block!important;block-size:{height}px!important}}"
    yield f":host([inline]) {LAUNCHER},:host([inline]) div{{display:none!important}}"
    yield ":host([inline]) iframe{position:static;inline-size:100%;block-size:100%;box-shadow:none;z-index:auto}"


def quoted(text: str) -> str:
    """A CSS string: whatever is no letter, digit or space of the world's scripts is escaped by its number."""
    return '"' + re.sub(r"[^\w ]|[\n\r\f]", lambda found: f"\\{ord(found[0]):x} ", text) + '"'
