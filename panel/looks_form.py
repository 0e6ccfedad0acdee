"""What the designer's page sends, as the choices of a widget's looks: it reads names and lines, and checks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from widget.looks.choices import Looks

LINES = ("mark", "theme", "launcher", "icon", "opener", "inline", "language")
SWITCHES = ("on_desktop", "on_phone")
LISTS = ("only_on", "never_on")
DEVICES = ("desktop", "phone")


def chosen_in(sent: QueryDict, now: Looks) -> dict[str, Any]:
    """The choices of a sent form; the texts, which are another page's, stay as they are."""
    found: dict[str, Any] = {name: sent.get(name, "") for name in LINES}
    found |= {name: name in sent for name in SWITCHES}
    found |= {name: sent.get(name, "").splitlines() for name in LISTS}
    for device in DEVICES:
        distances = {side: _number(sent.get(f"{device}_{side}", "")) for side in ("x", "y")}
        found[device] = {"side": sent.get(f"{device}_side", ""), **distances}
    return {**found, "height": _number(sent.get("height", "")), "texts": now.texts}


def texts_in(sent: QueryDict, language: str, now: Looks) -> dict[str, Mapping[str, str]]:
    """All texts, with those of one language as they were sent: two rows of fields, the English sentence and what is said for it."""
    mine = dict(zip(sent.getlist("sentence"), sent.getlist("text"), strict=False))
    return {**now.texts, language: mine}


def _number(text: str) -> int | str:
    """A whole number, or the text that is none: then it is refused by its name."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text
